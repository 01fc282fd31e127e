-- When a lead has come how far, so that it can be told how many do and how long they take.

alter table leads
  add column if not exists contacted_at timestamptz,
  add column if not exists qualified_at timestamptz,
  add column if not exists opportunity_at timestamptz,
  add column if not exists customer_at timestamptz;
comment on column leads.qualified_at is 'When it was first qualified, or more, as a trigger notes it; kept when it falls back. Null too where its status says so since it came.';

-- 0 for who is new, and for who was lost or turned down, which says nothing of how far it had come.
create or replace function app.lead_stage(status public.lead_status) returns integer language sql immutable as $$
  select case status when 'contacted' then 1 when 'qualified' then 2 when 'opportunity' then 3
    when 'customer' then 4 when 'converted' then 4 else 0 end
$$;

-- A stage that a lead leaves without a time is one it came in at. Who skips stages has reached them all at once.
create or replace function app.note_lead_stages() returns trigger language plpgsql set search_path = '' as $$
declare
  came integer := app.lead_stage(old.status);
  goes integer := app.lead_stage(new.status);
begin
  new.contacted_at := coalesce(new.contacted_at, case when came >= 1 then new.created_at when goes >= 1 then now() end);
  new.qualified_at := coalesce(new.qualified_at, case when came >= 2 then new.created_at when goes >= 2 then now() end);
  new.opportunity_at := coalesce(new.opportunity_at, case when came >= 3 then new.created_at when goes >= 3 then now() end);
  new.customer_at := coalesce(new.customer_at, case when came >= 4 then new.created_at when goes >= 4 then now() end);
  return new;
end $$;
create or replace trigger leads_note_stages before update on leads for each row
  when (old.status is distinct from new.status) execute function app.note_lead_stages();
grant execute on function app.lead_stage(public.lead_status) to authenticated, service_role;

-- What the history of leads tells. Forced row-level security would hide the rows from us; nothing else of them changes.
alter table leads no force row level security;
alter table lead_activities no force row level security;
alter table leads disable trigger leads_touch;
with step as (
  select lead_id, occurred_at, id,
    app.lead_stage((activity_data ->> 'from')::lead_status) as came, app.lead_stage((activity_data ->> 'to')::lead_status) as goes
  from lead_activities
  where activity_type = 'status_changed' and activity_data ->> 'from' = any (enum_range(null::lead_status)::text[])
    and activity_data ->> 'to' = any (enum_range(null::lead_status)::text[])
), told as (
  select lead_id, (array_agg(came order by occurred_at, id))[1] as came,
    min(occurred_at) filter (where goes >= 1) as contacted, min(occurred_at) filter (where goes >= 2) as qualified,
    min(occurred_at) filter (where goes >= 3) as opportunity, min(occurred_at) filter (where goes >= 4) as customer
  from step group by lead_id having max(greatest(came, goes)) > 0
)
update leads set
  contacted_at = case when came >= 1 then created_at else contacted end,
  qualified_at = case when came >= 2 then created_at else qualified end,
  opportunity_at = case when came >= 3 then created_at else opportunity end,
  customer_at = case when came >= 4 then created_at else customer end
from told where told.lead_id = leads.id;
alter table leads enable trigger leads_touch;
alter table leads force row level security;
alter table lead_activities force row level security;
