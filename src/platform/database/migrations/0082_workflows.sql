-- Workflows: what is to be done, step by step, for one lead after another.
-- Runs on an empty database and on an existing project that has `workflow_executions`.

create table workflows (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  description text,
  status text not null default 'draft' check (status in ('draft', 'active', 'inactive')),
  definition jsonb not null,
  version integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table workflows is 'Workflows as their owners work on them. What runs is a version.';
comment on column workflows.definition is 'The draft; it carries the number of its format.';
comment on column workflows.version is 'The version that whoever enters runs on; null while none was published.';
create index workflows_newest on workflows (created_by, created_at desc, id desc);
create trigger workflows_touch before update on workflows for each row execute function app.touch_updated_at();

create table workflow_versions (
  created_by uuid not null,
  workflow_id text not null,
  version integer not null,
  definition jsonb not null,
  note text,
  published_at timestamptz not null default now(),
  primary key (created_by, workflow_id, version)
);
comment on table workflow_versions is 'What was published, never changed. Built-in workflows are kept here, too, once somebody runs them.';

create table workflow_triggers (
  created_by uuid not null,
  workflow_id text not null,
  step text not null,
  version integer not null,
  kind text not null,
  config jsonb not null,
  primary key (created_by, workflow_id, step)
);
comment on table workflow_triggers is 'What lets leads into active workflows, drawn from the versions that are published.';

-- Instances ----------------------------------------------------------------------------------------------------------

create table if not exists workflow_executions (
  id uuid primary key default gen_random_uuid(),
  workflow_id text not null,
  status text not null default 'pending',
  input_data jsonb,
  output_data jsonb,
  error_message text,
  started_at timestamptz,
  completed_at timestamptz,
  created_by uuid not null
);
do $$
declare
  leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'workflow_executions'
  loop
    execute format('drop policy %I on public.workflow_executions', leftover.policyname);
  end loop;
end $$;
alter table workflow_executions drop constraint if exists workflow_executions_workflow_id_fkey;
-- An existing project has ids here; built-in workflows have names.
alter table workflow_executions alter column workflow_id type text using workflow_id::text;
alter table workflow_executions
  add column if not exists version integer,
  add column if not exists lead_id uuid,
  add column if not exists trigger text,
  add column if not exists created_at timestamptz default now(),
  add column if not exists step text,
  add column if not exists seq integer not null default 1,
  add column if not exists since timestamptz,
  add column if not exists looked boolean not null default false,
  add column if not exists outside boolean not null default false,
  add column if not exists due_at timestamptz,
  add column if not exists held_due timestamptz,
  add column if not exists attempt integer not null default 0,
  add column if not exists failures integer not null default 0,
  add column if not exists wanted text,
  add column if not exists paused_by text,
  add column if not exists state jsonb,
  add column if not exists outputs jsonb not null default '{}',
  add column if not exists awaits text,
  add column if not exists awaits_match jsonb,
  add column if not exists woken jsonb,
  add column if not exists reason text,
  add column if not exists error_code text,
  add column if not exists concurrency_key text,
  add column if not exists parent_id uuid,
  add column if not exists depth smallint not null default 0;
update workflow_executions set created_at = coalesce(started_at, completed_at, now()) where created_at is null;
alter table workflow_executions alter column created_at set not null;
comment on table workflow_executions is 'Instances of workflows: where each is, and what becomes of it next.';
comment on column workflow_executions.seq is 'Counts the visits of steps; with the id it names what a visit does, so that nothing is done twice.';
comment on column workflow_executions.due_at is 'When it is looked at next; during a call to the outside, when its worker is given up. Null while only an event can wake it.';
comment on column workflow_executions.outside is 'Whether the step reaches beyond the database: such steps are not done in a transaction.';
comment on column workflow_executions.attempt is 'Counts the calls to the outside; what the worker of an earlier one still writes is refused.';
comment on column workflow_executions.wanted is 'What becomes of it when the call that is under way is over: paused or cancelled.';

create index workflow_executions_lane on workflow_executions (outside, created_by, due_at) where due_at is not null;
create index workflow_executions_next on workflow_executions (outside, due_at) where due_at is not null;
create index workflow_executions_newest on workflow_executions (created_by, created_at desc, id desc);
create index workflow_executions_of on workflow_executions (created_by, workflow_id, created_at desc, id desc);
create index workflow_executions_failed on workflow_executions (created_by, workflow_id, created_at desc, id desc)
  where status = 'failed';
create index workflow_executions_open on workflow_executions (created_by, workflow_id, step) where completed_at is null;
create index workflow_executions_of_lead on workflow_executions (lead_id, workflow_id, created_at desc);
create index workflow_executions_awaiting on workflow_executions (lead_id, awaits) where awaits is not null;
create index workflow_executions_in_line on workflow_executions (created_by, workflow_id, concurrency_key, created_at)
  where concurrency_key is not null and status = 'pending';
create index workflow_executions_parent on workflow_executions (parent_id) where parent_id is not null;
create index workflow_executions_oldest on workflow_executions (completed_at) where completed_at is not null;

create table workflow_steps (
  execution_id uuid not null references workflow_executions (id) on delete cascade,
  seq integer not null,
  created_by uuid not null,
  step text not null,
  type text not null,
  status text not null check (status in ('running', 'waiting', 'retrying', 'done', 'skipped', 'failed')),
  attempts integer not null default 1,
  exit text,
  input jsonb,
  output jsonb,
  error_code text,
  error text,
  due_at timestamptz,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (execution_id, seq)
);
comment on table workflow_steps is 'What instances did: one row for each visit of a step.';

create table workflow_keys (
  created_by uuid not null,
  workflow_id text not null,
  key text not null,
  execution_id uuid not null,
  lasting boolean not null,
  at timestamptz not null default now(),
  primary key (created_by, workflow_id, key)
);
comment on table workflow_keys is 'What only one instance may hold: a lead, a key against doubles, a place at work. Lasting ones outlive it.';
create index workflow_keys_held on workflow_keys (execution_id) where not lasting;
-- Of a firing or a call, which cannot come again after some days.
create index workflow_keys_once on workflow_keys (at) where starts_with(key, 'o:');

create table workflow_figures (
  created_by uuid not null,
  workflow_id text not null,
  version integer not null,
  step text not null,
  entered bigint not null default 0,
  done bigint not null default 0,
  skipped bigint not null default 0,
  failed bigint not null default 0,
  primary key (created_by, workflow_id, version, step)
);
comment on table workflow_figures is 'How often steps were entered and how that went, counted as it happens; outlives the instances.';

create table workflow_rates (
  created_by uuid not null,
  workflow_id text not null,
  step text not null,
  free_at timestamptz not null,
  primary key (created_by, workflow_id, step)
);
comment on table workflow_rates is 'When the next instance may pass a step that lets only so many through.';

create table workflow_approvals (
  id uuid primary key,
  created_by uuid not null,
  execution_id uuid not null references workflow_executions (id) on delete cascade,
  seq integer not null,
  workflow_id text not null,
  step text not null,
  lead_id uuid,
  title text not null,
  says text,
  status text not null default 'waiting' check (status in ('waiting', 'approved', 'rejected', 'timed_out', 'cancelled')),
  expires_at timestamptz,
  reminded_at timestamptz,
  escalated_at timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  comment text,
  created_at timestamptz not null default now(),
  unique (execution_id, seq)
);
comment on table workflow_approvals is 'What people are asked to decide before an instance goes on.';
create index workflow_approvals_newest on workflow_approvals (created_by, created_at desc, id desc);

-- Whether something that happened to a lead is what somebody waits for: all that is named must be so; a score must cross.
create or replace function app.is_awaited(happened jsonb, wanted jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select happened @> (wanted - 'score' - 'direction') and case
    when not wanted ? 'score' then true
    when coalesce(wanted ->> 'direction', 'up') = 'up' then
      (happened ->> 'from')::numeric < (wanted ->> 'score')::numeric and (happened ->> 'to')::numeric >= (wanted ->> 'score')::numeric
    else (happened ->> 'from')::numeric >= (wanted ->> 'score')::numeric and (happened ->> 'to')::numeric < (wanted ->> 'score')::numeric
  end
$$;
grant execute on function app.is_awaited(jsonb, jsonb) to authenticated, service_role;

-- Who may see what ---------------------------------------------------------------------------------------------------

call app.protect('workflows', 'created_by', kept => true);
call app.protect('workflow_versions', 'created_by', kept => true);
call app.protect('workflow_triggers', 'created_by', kept => true);
call app.protect('workflow_executions', 'created_by', kept => true);
call app.protect('workflow_steps', 'created_by', kept => true);
call app.protect('workflow_keys', 'created_by', kept => true);
call app.protect('workflow_figures', 'created_by', kept => true);
call app.protect('workflow_rates', 'created_by', kept => true);
call app.protect('workflow_approvals', 'created_by', kept => true);
