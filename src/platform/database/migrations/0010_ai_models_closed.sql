-- The model catalogue is read by everybody and written by the service only, in an existing project too: its own policies and
-- grants were wider, and who has changed a model is nobody else's business.

do $$
declare
  leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public' and tablename in ('ai_model_configs', 'ai_model_update_logs')
      and policyname not in ('ai_model_configs_read', 'ai_model_configs_service', 'ai_model_update_logs_service')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

revoke all on ai_model_configs, ai_model_update_logs from public, anon, authenticated;
grant select (id, provider, model_name, model_type, is_active, is_default, capabilities, pricing, max_tokens, context_window,
    api_id, available, checked_at, created_at, updated_at)
  on ai_model_configs to authenticated;
