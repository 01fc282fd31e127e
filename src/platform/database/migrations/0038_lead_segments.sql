-- Segments of leads: which leads an owner means, who is among them, and what makes them enter and leave.

-- What readers of mail did, as the leads' room hears of it ---------------------------------------------------------------

create table lead_engagements (
  id uuid primary key,
  lead_id uuid not null,
  created_by uuid not null,
  kind text not null check (kind in ('opened', 'clicked')),
  campaign_id uuid,
  link text,
  occurred_at timestamptz not null
);
comment on table lead_engagements is 'Opens and clicks of leads, told by the e-mail room; the id is that of its event.';
create index lead_engagements_newest on lead_engagements (lead_id, kind, occurred_at desc);

alter table email_events add column if not exists told boolean not null default false;
comment on column email_events.told is 'Whether other rooms have been told of it.';
create index if not exists email_events_untold on email_events (timestamp, id)
  where not told and event_type in ('opened', 'clicked');

-- Segments ---------------------------------------------------------------------------------------------------------------

create table lead_segments (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  description text,
  kind text not null check (kind in ('live', 'static')),
  filter jsonb,
  -- Set while the members are looked for among all leads: from the beginning up to `filled_to`.
  filling boolean not null default false,
  filled_to uuid,
  revision integer not null default 1,
  member_count integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table lead_segments is 'Groups of leads: live ones follow their filter, static ones keep whom they were given.';
create unique index lead_segments_name on lead_segments (created_by, lower(name));
create index lead_segments_newest on lead_segments (created_by, created_at desc, id desc);
create index lead_segments_live on lead_segments (created_by, id) where kind = 'live';
create trigger lead_segments_touch before update on lead_segments for each row
  when ((old.name, old.description, old.filter) is distinct from (new.name, new.description, new.filter))
  execute function app.touch_updated_at();

create table lead_segment_members (
  segment_id uuid not null references lead_segments (id) on delete cascade,
  lead_id uuid not null,
  created_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (segment_id, lead_id)
);
comment on table lead_segment_members is 'Who is in a segment. Who is no lead any more leaves within seconds.';
create index lead_segment_members_newest on lead_segment_members (segment_id, entered_at desc, lead_id desc);
create index lead_segment_members_of_lead on lead_segment_members (lead_id);

-- What has changed -------------------------------------------------------------------------------------------------------

-- Written by the triggers below, emptied by a worker: no order and no key, so that no writer ever waits for another.
create table lead_changes (
  id bigint generated always as identity primary key,
  created_by uuid not null,
  lead_id uuid not null
);
comment on table lead_changes is 'Leads that have changed and are to be held against live segments and rules for scores.';

create table lead_dues (
  lead_id uuid primary key,
  created_by uuid not null,
  due_at timestamptz not null
);
comment on table lead_dues is 'When the passing of time alone may next change what segments or scores say of a lead.';
create index lead_dues_next on lead_dues (due_at);

-- Leads of an owner in an order that has nothing to do with them: the first thousands are a fair sample.
create index leads_sample on leads (created_by, uuid_hash(id));

-- Who follows the changes of their leads. The rules for scores come in with the next migration.
create or replace function app.follows_leads(owner uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (select from public.lead_segments s where s.created_by = owner and s.kind = 'live')
$$;

create or replace function app.note_changed_leads() returns trigger language plpgsql set search_path = '' as $$
begin
  -- The worker that follows changes has just looked at what it writes itself.
  if current_setting('app.following', true) = 'on' then return null; end if;
  insert into public.lead_changes (created_by, lead_id)
  select changed.created_by, changed.id
  from changed join (
    select owner.created_by from (select distinct created_by from changed where created_by is not null) owner
    where app.follows_leads(owner.created_by)
  ) follower on follower.created_by = changed.created_by;
  return null;
end $$;
create or replace trigger leads_inserted after insert on leads referencing new table as changed
  for each statement execute function app.note_changed_leads();
create or replace trigger leads_updated after update on leads referencing new table as changed
  for each statement execute function app.note_changed_leads();
create or replace trigger leads_deleted after delete on leads referencing old table as changed
  for each statement execute function app.note_changed_leads();
grant execute on function app.follows_leads(uuid) to authenticated, service_role;

-- Who may see what -------------------------------------------------------------------------------------------------------

call app.protect('lead_engagements', 'created_by', kept => true);
call app.protect('lead_segments', 'created_by', kept => true);
call app.protect('lead_segment_members', 'created_by', kept => true);
-- A front end that writes leads itself must be able to say that they have changed.
call app.protect('lead_changes', 'created_by');
call app.protect('lead_dues', 'created_by', kept => true);
