-- What happens to leads, told to whoever does something about it. Noted in the transaction in which it happens, and only where
-- somebody listens.

create table lead_listeners (
  created_by uuid not null,
  kind text not null,
  primary key (created_by, kind)
);
comment on table lead_listeners is 'What owners want to hear of their leads.';

create table lead_events (
  id bigint generated always as identity primary key,
  created_by uuid not null,
  lead_id uuid not null,
  kind text not null,
  data jsonb not null default '{}',
  at timestamptz not null default clock_timestamp()
);
comment on table lead_events is 'What happened to leads and nobody has been told of: written by triggers, emptied by a worker.';

create or replace function app.tell_new_leads() returns trigger language plpgsql set search_path = '' as $$
begin
  insert into public.lead_events (created_by, lead_id, kind, data)
  select happened.created_by, happened.id, happened.kind, happened.data
  from (
    select created_by, id, 'created' as kind, jsonb_build_object('source', source, 'form_id', form_id) as data
    -- One that has been restored is not new.
    from born where created_at > now() - interval '1 minute'
    union all
    select created_by, id, 'tagged', jsonb_build_object('tag', tag)
    from born cross join unnest(tags) as tag where created_at > now() - interval '1 minute'
  ) happened join public.lead_listeners listener
    on listener.created_by = happened.created_by and listener.kind = happened.kind;
  return null;
end $$;
create trigger leads_tell_new after insert on leads referencing new table as born
  for each statement execute function app.tell_new_leads();

create or replace function app.tell_tagged_leads() returns trigger language plpgsql set search_path = '' as $$
begin
  -- Most statements change no tags, and most owners do not listen.
  if not exists (select from public.lead_listeners where kind in ('tagged', 'untagged')) then return null; end if;
  insert into public.lead_events (created_by, lead_id, kind, data)
  select after.created_by, after.id, change.kind, jsonb_build_object('tag', change.tag)
  from after join before on before.id = after.id and before.tags is distinct from after.tags
  cross join lateral (
    select 'tagged' as kind, tag from unnest(after.tags) as tag where tag <> all (coalesce(before.tags, '{}'))
    union all
    select 'untagged', tag from unnest(before.tags) as tag where tag <> all (coalesce(after.tags, '{}'))
  ) change
  join public.lead_listeners listener on listener.created_by = after.created_by and listener.kind = change.kind;
  return null;
end $$;
create trigger leads_tell_tagged after update on leads referencing old table as before new table as after
  for each statement execute function app.tell_tagged_leads();

create or replace function app.tell_lead_activities() returns trigger language plpgsql set search_path = '' as $$
begin
  insert into public.lead_events (created_by, lead_id, kind, data)
  select noted.created_by, noted.lead_id, noted.activity_type, coalesce(noted.activity_data, '{}')
  from noted join public.lead_listeners listener
    on listener.created_by = noted.created_by and listener.kind = noted.activity_type
  where noted.activity_type in ('submitted', 'status_changed', 'scored', 'segment_entered', 'segment_left');
  return null;
end $$;
create trigger lead_activities_tell after insert on lead_activities referencing new table as noted
  for each statement execute function app.tell_lead_activities();

create or replace function app.tell_lead_engagements() returns trigger language plpgsql set search_path = '' as $$
begin
  insert into public.lead_events (created_by, lead_id, kind, data)
  select noted.created_by, noted.lead_id, noted.kind,
    jsonb_build_object('campaign_id', noted.campaign_id, 'link', noted.link)
  from noted join public.lead_listeners listener
    on listener.created_by = noted.created_by and listener.kind = noted.kind;
  return null;
end $$;
create trigger lead_engagements_tell after insert on lead_engagements referencing new table as noted
  for each statement execute function app.tell_lead_engagements();

call app.protect('lead_listeners', 'created_by', kept => true);
-- A front end that writes leads itself must be able to say what has happened to them.
call app.protect('lead_events', 'created_by');
