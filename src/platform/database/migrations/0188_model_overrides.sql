-- What administrators change about a model is kept as they said it, in one column: limits, abilities and successors too, and models
-- that the catalogue does not have. It holds until it is taken back, also when whoever set it has left.

alter table ai_model_configs add column if not exists override jsonb;
comment on column ai_model_configs.override is 'What administrators have changed about the model, as the body of PUT /api/ai/models/{name} has it; null: nothing.';
comment on column ai_model_configs.set_by is 'The administrator who set the override; null when nobody has, or the account is gone.';

update ai_model_configs set override = jsonb_strip_nulls(jsonb_build_object(
  'active', is_active, 'default', case when is_default then true end, 'api_id', api_id, 'price', pricing))
where set_by is not null and override is null;

grant select (override) on ai_model_configs to authenticated;
