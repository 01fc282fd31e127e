-- What administrators change about a model is kept as they said it, in one column: limits, abilities and successors too, and models
-- that the catalogue does not have. It holds until it is taken back, also when whoever set it has left.

alter table ai_model_configs add column if not exists override jsonb;
comment on column ai_model_configs.override is 'What administrators have changed about the model, as the body of PUT /api/ai/models/{name} has it; null: nothing.';
comment on column ai_model_configs.set_by is 'The administrator who set the override; null when nobody has, or the account is gone.';

update ai_model_configs set override = jsonb_strip_nulls(jsonb_build_object(
  'active', is_active, 'default', case when is_default then true end, 'api_id', api_id, 'price', pricing))
where set_by is not null and override is null;

grant select (override) on ai_model_configs to authenticated;

-- The default budget, while an administrator has set one.
create table if not exists app.ai_default_budget (
  is_only boolean primary key default true check (is_only),
  daily_cents integer not null check (daily_cents >= 0),
  warn_percent integer not null check (warn_percent between 1 and 100),
  own_keys boolean not null,
  set_by uuid,
  updated_at timestamptz not null default now()
);
comment on table app.ai_default_budget is 'What each user may spend a day who has no row in ai_budgets; without a row it is AI_DAILY_BUDGET_CENTS.';

alter table app.ai_default_budget enable row level security;
alter table app.ai_default_budget force row level security;
drop policy if exists ai_default_budget_service on app.ai_default_budget;
create policy ai_default_budget_service on app.ai_default_budget for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.ai_default_budget to service_role;
