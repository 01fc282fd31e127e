-- Webhooks: whom owners want told, and what became of each delivery.
-- Runs on an empty database and on an existing project, whose secrets stood in the clear: those hooks rest until their owner has
-- let a new secret be made.

create table if not exists webhooks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  name text not null,
  url text not null,
  events text[] not null default '{}',
  is_active boolean not null default true,
  secret_token text,
  last_triggered_at timestamptz,
  last_response_code integer,
  retry_count integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
update webhooks set is_active = false, secret_token = null;
update webhooks set events = coalesce(events, '{}'), retry_count = 0, created_at = coalesce(created_at, now()),
  updated_at = coalesce(updated_at, now())
where events is null or retry_count is distinct from 0 or created_at is null or updated_at is null;
alter table webhooks
  alter column events set not null, alter column events set default '{}',
  alter column is_active set not null, alter column is_active set default true,
  alter column retry_count set not null, alter column retry_count set default 0,
  alter column created_at set not null, alter column created_at set default now(),
  alter column updated_at set not null, alter column updated_at set default now(),
  add column filter jsonb not null default '[]',
  add column header_names text[] not null default '{}',
  add column disabled_reason text check (disabled_reason in ('owner', 'gone', 'failing')),
  add column disabled_at timestamptz,
  add column failing_since timestamptz,
  add column told_at timestamptz,
  add column former_secret_until timestamptz,
  add column total_calls bigint not null default 0,
  add column failed_calls bigint not null default 0,
  -- What signs lies in the vault, and nowhere else.
  add constraint webhooks_no_secret check (secret_token is null);
update webhooks set disabled_reason = 'owner' where not is_active;
comment on table webhooks is 'Servers that want to hear what happens to an owner''s things.';
comment on column webhooks.retry_count is 'Deliveries that failed in a row.';
comment on column webhooks.failing_since is 'When the first of the attempts failed that have failed since the last good one.';
comment on column webhooks.told_at is 'When its owner was told that it had been turned off.';

create index webhooks_newest on webhooks (user_id, created_at desc, id desc);
create or replace trigger webhooks_touch before update on webhooks for each row
  when (row (old.name, old.url, old.events, old.is_active, old.filter, old.header_names)
    is distinct from row (new.name, new.url, new.events, new.is_active, new.filter, new.header_names))
  execute function app.touch_updated_at();

create table webhook_deliveries (
  id uuid primary key,
  user_id uuid not null,
  webhook_id uuid not null references webhooks (id) on delete cascade,
  type text not null,
  body text not null,
  state text not null check (state in ('waiting', 'sending', 'delivered', 'failed', 'missed')),
  attempt integer not null default 0,
  tries integer not null default 0,
  due_at timestamptz not null default now(),
  lease_until timestamptz,
  attempts jsonb not null default '[]',
  response_code integer,
  duration_ms integer,
  error text,
  created_at timestamptz not null default now(),
  settled_at timestamptz
);
comment on table webhook_deliveries is 'One row for each event and webhook: the bytes that are sent, and what came of each attempt.';
comment on column webhook_deliveries.id is 'Version 7: its order is that of time, also for forgetting.';
comment on column webhook_deliveries.attempt is 'Counts claims: who holds an older one changes nothing.';
comment on column webhook_deliveries.tries is 'Attempts of the present round, which say when the next one is; a resend begins a new round.';
comment on column webhook_deliveries.state is 'missed: it happened while the webhook was turned off.';

create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at) where state = 'waiting';
create index webhook_deliveries_held on webhook_deliveries (lease_until) where state = 'sending';
create index webhook_deliveries_newest on webhook_deliveries (webhook_id, created_at desc, id desc);
create index webhook_deliveries_undelivered on webhook_deliveries (webhook_id, created_at desc, id desc)
  where state in ('failed', 'missed');

create table webhook_days (
  webhook_id uuid not null references webhooks (id) on delete cascade,
  user_id uuid not null,
  day date not null,
  attempts bigint not null default 0,
  delivered bigint not null default 0,
  failed_attempts bigint not null default 0,
  given_up bigint not null default 0,
  duration_ms bigint not null default 0,
  primary key (webhook_id, day)
);
comment on table webhook_days is 'Attempts of each webhook by day (UTC), added up as they are settled.';

do $$
declare leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'webhooks' loop
    execute format('drop policy %I on public.webhooks', leftover.policyname);
  end loop;
  call app.protect('webhooks', 'user_id', kept => true);
  call app.protect('webhook_deliveries', 'user_id', kept => true);
  call app.protect('webhook_days', 'user_id', kept => true);
end $$;
