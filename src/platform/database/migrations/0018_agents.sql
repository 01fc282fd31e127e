-- What agents were asked to do, step by step, and what their owners allow them.
-- `agents` and `agent_logs` of an existing project are left as they are: nothing here reads them.

create table agent_runs (
  id uuid primary key,
  user_id uuid not null,
  agent text not null,
  task text not null,
  trigger text not null default 'api',
  status text not null default 'queued' check (status in ('queued', 'running', 'waiting', 'completed', 'failed', 'cancelled')),
  input jsonb not null,
  output jsonb,
  error jsonb,
  limits jsonb not null default '{}',
  progress smallint not null default 0 check (progress between 0 and 100),
  progress_note text,
  ai boolean not null default false,
  steps integer not null default 0,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cost_micros bigint not null default 0,
  attempt integer not null default 0,
  revision integer not null default 0,
  lease_until timestamptz,
  cancel_requested_at timestamptz,
  created_at timestamptz not null default now(),
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
comment on table agent_runs is 'One task given to one agent, for one owner: what it was, how far it is, what came of it and what it cost.';
comment on column agent_runs.attempt is 'Counts the workers that took it; what an earlier one still writes is refused.';
comment on column agent_runs.revision is 'Rises with every change of the run or of a step; readers of its events go on from it.';
comment on column agent_runs.lease_until is 'Until when its worker is believed to be alive.';
comment on column agent_runs.cost_micros is 'US dollars times a million, as far as prices are known.';

create index agent_runs_newest on agent_runs (user_id, created_at desc, id desc);
create index agent_runs_by_agent on agent_runs (user_id, agent, created_at desc, id desc);
create index agent_runs_by_status on agent_runs (user_id, status, created_at desc, id desc);
create index agent_runs_open on agent_runs (status, lease_until, queued_at) where status in ('queued', 'running');

call app.protect('agent_runs', 'user_id', kept => true);

create table agent_steps (
  run_id uuid not null references agent_runs (id) on delete cascade,
  seq integer not null,
  user_id uuid not null,
  key text not null,
  kind text not null check (kind in ('model', 'tool', 'change')),
  risk text not null default 'read',
  status text not null check (status in ('running', 'waiting', 'approved', 'rejected', 'done', 'failed')),
  says text,
  input jsonb,
  output jsonb,
  error text,
  prompt_version text,
  provider text,
  model text,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cost_micros bigint,
  duration_ms integer,
  revision integer not null,
  decided_by uuid,
  decided_at timestamptz,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (run_id, seq),
  unique (run_id, key)
);
comment on table agent_steps is 'What a run did, one thing at a time. A step that is done is never done again, whoever goes on with the run.';
comment on column agent_steps.key is 'What the step is called within its run; going on finds what it has done by it.';

create index agent_steps_changed on agent_steps (run_id, revision);

call app.protect('agent_steps', 'user_id', kept => true);

create table agent_settings (
  user_id uuid not null,
  agent text not null,
  enabled boolean not null default true,
  approve_from text not null default 'never' check (approve_from in ('never', 'outside', 'change', 'draft')),
  run_budget_cents integer check (run_budget_cents >= 0),
  updated_at timestamptz not null default now(),
  primary key (user_id, agent)
);
comment on table agent_settings is 'What an owner allows an agent: whether it works at all, from which risk on a person decides, what a run may cost.';

drop trigger if exists agent_settings_touch on agent_settings;
create trigger agent_settings_touch before update on agent_settings for each row execute function app.touch_updated_at();

call app.protect('agent_settings', 'user_id');
