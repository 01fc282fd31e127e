-- Who said what of a lead, what happened to it, and leads that are gone but can come back.
-- Runs on an empty database and on an existing project that already has `lead_activities`.

-- Who said what ------------------------------------------------------------------------------------------------------

alter table leads
  add column if not exists origin text not null default 'person'
    constraint leads_origin_check check (origin in ('person', 'import', 'form', 'provider', 'agent')),
  add column if not exists field_sources jsonb not null default '{}',
  add column if not exists writer text
    constraint leads_writer_check check (writer ~ '^(person|import|form|provider|agent)(:|$)');
comment on column leads.origin is 'Who made the row: has said every field that field_sources does not name.';
comment on column leads.field_sources is 'By field (custom ones as custom.key): who said it since, when, and by which import, form, provider or agent.';
comment on column leads.writer is 'Who is writing, told by an update to the trigger, such as form:<id>; nobody is a person. Never kept.';

-- Forced row-level security would hide the rows from us; the time of the last change stays.
alter table leads no force row level security;
alter table leads disable trigger leads_touch;
update leads set origin = case when source = 'import' then 'import' else 'form' end
where source in ('import', 'embedded_form');
alter table leads enable trigger leads_touch;
alter table leads force row level security;

-- What happened ------------------------------------------------------------------------------------------------------

create table if not exists lead_activities (
  id uuid primary key default gen_random_uuid(),
  lead_id uuid not null,
  activity_type text not null,
  activity_data jsonb,
  source text,
  occurred_at timestamptz not null default now(),
  created_by uuid not null
);
-- The history of a lead stays while the lead is gone.
alter table lead_activities drop constraint if exists lead_activities_lead_id_fkey;
comment on table lead_activities is 'What happened to a lead, and notes about it. Mails are kept by the e-mail room.';
comment on column lead_activities.source is 'Who did it: person, or import, form, provider or agent with its id.';
create index if not exists lead_activities_newest on lead_activities (lead_id, occurred_at desc, id desc);
create index if not exists lead_activities_notes on lead_activities (lead_id, occurred_at desc, id desc)
  where activity_type = 'note';

-- Every update of a lead comes by here, whoever writes. A value that a person has entered is replaced by a person alone.
-- Written for speed: an import updates a million rows.
create or replace function app.note_lead_change() returns trigger language plpgsql set search_path = '' as $$
declare
  -- One that was there before is what a stranger has inserted, not who is writing now.
  told text := case when new.writer is distinct from old.writer then new.writer end;
  said_by text := coalesce(told, 'person');
  by_person boolean := said_by = 'person' or said_by like 'person:%';
  said jsonb;
  before jsonb;
  after jsonb;
  field text;
  kept jsonb := '{}';
  kept_custom jsonb := '{}';
begin
  -- Who writes past the application names no writer, and knows nothing of what is derived.
  if told is null and new.phone is distinct from old.phone then
    new.phone_norm := null;
  end if;
  new.writer := null;
  -- An update that names the sources itself (a merge, its undoing) has settled who said what.
  if new.field_sources is not distinct from old.field_sources then
    said := jsonb_strip_nulls(jsonb_build_object(
      'by', split_part(said_by, ':', 1), 'ref', nullif(substr(said_by, length(split_part(said_by, ':', 1)) + 2), ''),
      'at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
    before := jsonb_build_object(
      'first_name', old.first_name, 'last_name', old.last_name, 'email', old.email, 'phone', old.phone,
      'company', old.company, 'job_title', old.job_title, 'industry', old.industry, 'company_size', old.company_size,
      'country', old.country, 'annual_revenue', old.annual_revenue, 'notes', old.notes, 'external_id', old.external_id);
    after := jsonb_build_object(
      'first_name', new.first_name, 'last_name', new.last_name, 'email', new.email, 'phone', new.phone,
      'company', new.company, 'job_title', new.job_title, 'industry', new.industry, 'company_size', new.company_size,
      'country', new.country, 'annual_revenue', new.annual_revenue, 'notes', new.notes, 'external_id', new.external_id);
    if before <> after then
      foreach field in array array['first_name', 'last_name', 'email', 'phone', 'company', 'job_title', 'industry',
                                   'company_size', 'country', 'annual_revenue', 'notes', 'external_id'] loop
        continue when before -> field = after -> field;
        if by_person or coalesce(before ->> field, '') = ''
           or coalesce(old.field_sources -> field ->> 'by', old.origin) <> 'person' then
          new.field_sources := new.field_sources || jsonb_build_object(field, said);
        else
          kept := kept || jsonb_build_object(field, before -> field);
        end if;
      end loop;
    end if;
    if new.custom_fields is distinct from old.custom_fields
       and jsonb_typeof(old.custom_fields) = 'object' and jsonb_typeof(new.custom_fields) = 'object' then
      for field in select jsonb_object_keys(old.custom_fields || new.custom_fields) loop
        continue when old.custom_fields -> field is not distinct from new.custom_fields -> field;
        if by_person or coalesce(old.custom_fields ->> field, '') = ''
           or coalesce(old.field_sources -> ('custom.' || field) ->> 'by', old.origin) <> 'person' then
          new.field_sources := new.field_sources || jsonb_build_object('custom.' || field, said);
        else
          kept_custom := kept_custom || jsonb_build_object(field, old.custom_fields -> field);
        end if;
      end loop;
      new.custom_fields := new.custom_fields || kept_custom;
    end if;
    if kept ? 'email' then kept := kept || jsonb_build_object('email_norm', old.email_norm); end if;
    if kept ? 'phone' then kept := kept || jsonb_build_object('phone_norm', old.phone_norm); end if;
    if kept <> '{}' then new := jsonb_populate_record(new, kept); end if;
  end if;
  if new.status is distinct from old.status and new.created_by is not null then
    insert into public.lead_activities (lead_id, created_by, activity_type, source, activity_data)
    values (new.id, new.created_by, 'status_changed', said_by,
      jsonb_build_object('from', coalesce(old.status, 'new'), 'to', new.status));
  end if;
  if new.lead_score is distinct from old.lead_score and new.created_by is not null then
    insert into public.lead_activities (lead_id, created_by, activity_type, source, activity_data)
    values (new.id, new.created_by, 'scored', said_by,
      jsonb_build_object('from', coalesce(old.lead_score, 0), 'to', new.lead_score));
  end if;
  return new;
end $$;

create or replace trigger leads_note_change before update on leads for each row when (
  new.writer is not null or old.status is distinct from new.status or old.lead_score is distinct from new.lead_score or
  (old.first_name, old.last_name, old.email, old.phone, old.company, old.job_title, old.industry, old.company_size,
   old.country, old.annual_revenue, old.notes, old.external_id, old.custom_fields) is distinct from
  (new.first_name, new.last_name, new.email, new.phone, new.company, new.job_title, new.industry, new.company_size,
   new.country, new.annual_revenue, new.notes, new.external_id, new.custom_fields)
) execute function app.note_lead_change();

-- Leads that are gone ------------------------------------------------------------------------------------------------

create table removed_leads (
  id uuid primary key,
  created_by uuid not null,
  lead jsonb not null,
  into_id uuid,
  removed_at timestamptz not null default clock_timestamp()
);
comment on table removed_leads is 'Leads as they were when they were deleted, or merged into another; a query of leads never meets them.';
comment on column removed_leads.into_id is 'The lead it was merged into; null when it was deleted.';
create index removed_leads_newest on removed_leads (created_by, removed_at desc, id desc) where into_id is null;
create index removed_leads_merged on removed_leads (into_id) where into_id is not null;
create index removed_leads_old on removed_leads (removed_at) where into_id is null;

create or replace function app.keep_removed_lead() returns trigger language plpgsql set search_path = '' as $$
begin
  insert into public.removed_leads (id, created_by, lead) values (old.id, old.created_by, to_jsonb(old));
  return null;
end $$;
create or replace trigger leads_removed after delete on leads for each row when (old.created_by is not null)
  execute function app.keep_removed_lead();

-- A column that has come since the lead left gets its default. False when there is no such lead.
create or replace function app.restore_lead(lead_id uuid, owner uuid) returns boolean
language plpgsql set search_path = '' as $$
declare
  snapshot jsonb;
  names text;
begin
  delete from public.removed_leads r where r.id = lead_id and r.created_by = owner returning r.lead into snapshot;
  if snapshot is null then return false; end if;
  snapshot := snapshot || jsonb_build_object('id', lead_id, 'created_by', owner, 'form_id', (
    select f.id from public.lead_capture_forms f where f.id::text = snapshot ->> 'form_id' and f.created_by = owner));
  select string_agg(quote_ident(a.attname), ', ') into names from pg_catalog.pg_attribute a
  where a.attrelid = 'public.leads'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and snapshot ? a.attname::text;
  execute format('insert into public.leads (%1$s) select %1$s from jsonb_populate_record(null::public.leads, $1)', names)
    using snapshot;
  return true;
end $$;
grant execute on function app.restore_lead(uuid, uuid) to authenticated, service_role;

-- Who agreed to what -------------------------------------------------------------------------------------------------

create table lead_consents (
  id uuid primary key,
  created_by uuid not null,
  lead_id uuid not null,
  email text,
  purpose text not null,
  decision text not null check (decision in ('granted', 'withdrawn')),
  text text,
  text_version text,
  ip inet,
  source text not null,
  occurred_at timestamptz not null default now(),
  recorded_at timestamptz not null default now()
);
comment on table lead_consents is 'Proofs of consent, one row for each decision, never changed. Of the purpose email the latest stands in leads.consent, too.';
create index lead_consents_newest on lead_consents (lead_id, occurred_at desc, id desc);

-- Who may see what ---------------------------------------------------------------------------------------------------

do $$
declare leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'lead_activities'
  loop
    execute format('drop policy %I on public.lead_activities', leftover.policyname);
  end loop;
end $$;

call app.protect('lead_activities', 'created_by');
call app.protect('removed_leads', 'created_by');
call app.protect('lead_consents', 'created_by', kept => true);
