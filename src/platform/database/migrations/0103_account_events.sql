-- What was done with an account and with its keys, as one list; and roles that were given and taken.

create view account_events with (security_invoker = true) as
  select id, user_id, event_type as event, details, "timestamp" as at, ip_address, user_agent from privacy_audit_log
  union all
  select id, user_id, 'secret.' || operation || case when success then '' else '.failed' end,
    jsonb_build_object('service', service_name), created_at, host(ip_address), user_agent
  from secret_audit_logs where operation <> 'read' or not success;
comment on view account_events is 'What owners can look up of their account. That a key was used is no event; that it could not be is one.';
grant select on account_events to authenticated, service_role;

create function app.record_role() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op in ('DELETE', 'UPDATE') then
    insert into public.privacy_audit_log (user_id, event_type, details)
    values (old.user_id, 'role.taken', jsonb_build_object('role', old.role));
  end if;
  if tg_op in ('INSERT', 'UPDATE') then
    insert into public.privacy_audit_log (user_id, event_type, details)
    values (new.user_id, 'role.given', jsonb_build_object('role', new.role));
  end if;
  return null;
end $$;
create trigger user_roles_recorded after insert or update or delete on user_roles
  for each row execute function app.record_role();

do $$
begin
  execute format('create policy privacy_audit_log_roles on privacy_audit_log for insert to %I with check (true)', current_user);
end $$;
