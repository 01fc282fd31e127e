-- What was done with API keys, and from where they were used for the first time: for their owner to look up.

create table api_key_events (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  key_id uuid not null,
  key_name text not null,
  event text not null check (event in ('created', 'rotated', 'revoked', 'used')),
  ip_address inet,
  user_agent text,
  created_at timestamptz not null default now()
);
comment on table api_key_events is 'What was done with API keys. Used is told once for each address.';
create index api_key_events_newest on api_key_events (user_id, created_at desc, id desc);
create index api_key_events_oldest on api_key_events (created_at);
create unique index api_key_events_places on api_key_events (key_id, ip_address) where event = 'used';

call app.protect('api_key_events', 'user_id', kept => true);
revoke all on api_key_events from anon, authenticated;
grant select, insert on api_key_events to authenticated;

create or replace view account_events with (security_invoker = true) as
  select id, user_id, event_type as event, details, "timestamp" as at, ip_address, user_agent from privacy_audit_log
  union all
  select id, user_id, 'secret.' || operation || case when success then '' else '.failed' end,
    jsonb_build_object('service', service_name), created_at, host(ip_address), user_agent
  from secret_audit_logs where operation <> 'read' or not success
  union all
  select id, user_id, 'api-key.' || case event when 'used' then 'used-from-new-address' else event end,
    jsonb_build_object('key_id', key_id, 'name', key_name), created_at, host(ip_address), user_agent
  from api_key_events;
