-- AI: changes to the model catalogue, what calls used and cost, and what each user may spend a day.
-- Runs on an empty database and on an existing project that already has `ai_model_configs` and `ai_model_update_logs`.

-- The model catalogue -------------------------------------------------------------------------------------------------

create table if not exists ai_model_configs (
  id uuid primary key default gen_random_uuid(),
  provider text not null,
  model_name text not null,
  model_type text,
  is_active boolean,
  is_default boolean,
  capabilities jsonb,
  pricing jsonb,
  max_tokens integer,
  context_window integer
);
alter table ai_model_configs
  add column if not exists api_id text,
  add column if not exists set_by uuid,
  add column if not exists available boolean,
  add column if not exists checked_at timestamptz,
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now(),
  alter column model_type drop not null,
  alter column is_active drop not null,
  alter column is_active drop default,
  alter column is_default drop not null,
  alter column is_default drop default,
  alter column capabilities drop not null,
  alter column pricing drop not null,
  alter column max_tokens drop not null,
  alter column context_window drop not null;
comment on table ai_model_configs is 'What administrators have changed about models of the catalogue, and which of them answer. Null: as the catalogue has it.';
comment on column ai_model_configs.set_by is 'The administrator whose changes these are; without one they come from an older version and do not count.';
comment on column ai_model_configs.available is 'Whether the platform''s key could use it at checked_at.';

create unique index if not exists ai_model_configs_name on ai_model_configs (provider, model_name);

drop trigger if exists ai_model_configs_touch on ai_model_configs;
create trigger ai_model_configs_touch before update on ai_model_configs
  for each row execute function app.touch_updated_at();

alter table ai_model_configs enable row level security;
alter table ai_model_configs force row level security;
drop policy if exists ai_model_configs_read on ai_model_configs;
create policy ai_model_configs_read on ai_model_configs for select to authenticated
  using ((select auth.uid()) is not null);
drop policy if exists ai_model_configs_service on ai_model_configs;
create policy ai_model_configs_service on ai_model_configs for all to service_role using (true) with check (true);
grant select on ai_model_configs to authenticated;
grant select, insert, update, delete on ai_model_configs to service_role;

create table if not exists ai_model_update_logs (
  id uuid primary key default gen_random_uuid()
);
-- An older table may want columns that nothing here fills.
do $$
declare
  old record;
begin
  for old in
    select attname from pg_attribute
    where attrelid = 'ai_model_update_logs'::regclass and attnum > 0 and not attisdropped and attnotnull
      and not exists (select from pg_index where indrelid = attrelid and indisprimary and attnum = any (indkey))
  loop
    execute format('alter table ai_model_update_logs alter column %I drop not null', old.attname);
  end loop;
end $$;
alter table ai_model_update_logs
  add column if not exists provider text,
  add column if not exists checked_at timestamptz not null default now(),
  add column if not exists available text[] not null default '{}',
  add column if not exists missing text[] not null default '{}',
  add column if not exists proposed text[] not null default '{}',
  add column if not exists failure text;
comment on table ai_model_update_logs is 'What each provider answered when it was asked for its models.';
comment on column ai_model_update_logs.proposed is 'Ids the catalogue does not know. They are told, never added.';
create index if not exists ai_model_update_logs_newest on ai_model_update_logs (checked_at desc, provider desc);

alter table ai_model_update_logs enable row level security;
alter table ai_model_update_logs force row level security;
drop policy if exists ai_model_update_logs_service on ai_model_update_logs;
create policy ai_model_update_logs_service on ai_model_update_logs
  for all to service_role using (true) with check (true);
grant select, insert, update, delete on ai_model_update_logs to service_role;

-- What calls used and cost --------------------------------------------------------------------------------------------

create table ai_usage (
  id uuid primary key,
  user_id uuid,
  feature text not null,
  provider text not null,
  model text not null,
  key_owner text not null check (key_owner in ('user', 'platform')),
  outcome text not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  cost_micros bigint,
  latency_ms integer not null,
  first_token_ms integer,
  run_id text,
  prompt_version text,
  at timestamptz not null
);
comment on table ai_usage is 'One attempt at one AI provider.';
comment on column ai_usage.cost_micros is 'US dollars times a million; null when the price is unknown.';
create index ai_usage_by_day on ai_usage (user_id, at desc);
create index ai_usage_by_feature on ai_usage (user_id, feature, at desc);
create index ai_usage_by_model on ai_usage (user_id, model, at desc);

call app.protect('ai_usage', 'user_id', kept => true);

-- What a user may spend a day -----------------------------------------------------------------------------------------

create table ai_budgets (
  user_id uuid primary key,
  daily_cents integer not null check (daily_cents >= 0),
  warn_percent integer not null default 80 check (warn_percent between 1 and 100),
  own_keys boolean not null default false,
  set_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table ai_budgets is 'Budgets that differ from AI_DAILY_BUDGET_CENTS.';
comment on column ai_budgets.daily_cents is 'US cents a UTC day; 0 for no limit.';
comment on column ai_budgets.own_keys is 'Calls with the user''s own keys count too.';
create index ai_budgets_newest on ai_budgets (created_at desc, user_id desc);
create trigger ai_budgets_touch before update on ai_budgets for each row execute function app.touch_updated_at();

call app.protect('ai_budgets', 'user_id', kept => true);

create table ai_spend (
  user_id uuid not null,
  day date not null,
  spent_micros bigint not null default 0,
  reserved_micros bigint not null default 0,
  limit_micros bigint,
  primary key (user_id, day)
);
comment on table ai_spend is 'What a user has spent on a UTC day, and what calls under way may still spend.';
comment on column ai_spend.reserved_micros is 'The sum of the day''s app.ai_reservations.';
comment on column ai_spend.limit_micros is 'The budget that was last held against it.';

call app.protect('ai_spend', 'user_id', kept => true);

-- Money set aside for calls under way. What a dead process has left is given back once it has expired.
create table app.ai_reservations (
  id uuid primary key,
  user_id uuid not null,
  day date not null,
  micros bigint not null check (micros > 0),
  expires_at timestamptz not null
);
create index ai_reservations_expires_at on app.ai_reservations (expires_at);

alter table app.ai_reservations enable row level security;
alter table app.ai_reservations force row level security;
create policy ai_reservations_service on app.ai_reservations for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.ai_reservations to service_role;
