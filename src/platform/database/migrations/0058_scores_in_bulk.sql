-- Scoring a million leads: an update that leaves what people enter as it is need not compare each field of it, and who scores
-- many leads tells their history in one statement.
-- Whoever writes past the application says nothing of what is derived from the address.

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
  -- Consent belongs to the address, and so does what was found out about it.
  if told is null and new.email_norm is distinct from old.email_norm
     and new.field_sources is not distinct from old.field_sources then
    new.email_issues := null;
    new.email_suggestion := null;
    if old.consent = 'granted' and new.consent = 'granted' then new.consent := 'unknown'; end if;
  end if;
  new.writer := null;
  -- An update that names the sources itself (a merge, its undoing) has settled who said what.
  if new.field_sources is not distinct from old.field_sources and
    (old.first_name, old.last_name, old.email, old.phone, old.company, old.job_title, old.industry, old.company_size,
     old.country, old.annual_revenue, old.notes, old.external_id, old.custom_fields) is distinct from
    (new.first_name, new.last_name, new.email, new.phone, new.company, new.job_title, new.industry, new.company_size,
     new.country, new.annual_revenue, new.notes, new.external_id, new.custom_fields) then
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
    if kept ? 'email' then
      kept := kept || jsonb_build_object('email_norm', old.email_norm, 'email_issues', old.email_issues,
        'email_suggestion', old.email_suggestion);
    end if;
    if kept ? 'phone' then kept := kept || jsonb_build_object('phone_norm', old.phone_norm); end if;
    if kept <> '{}' then new := jsonb_populate_record(new, kept); end if;
  end if;
  if new.status is distinct from old.status and new.created_by is not null then
    insert into public.lead_activities (lead_id, created_by, activity_type, source, activity_data)
    values (new.id, new.created_by, 'status_changed', said_by,
      jsonb_build_object('from', coalesce(old.status, 'new'), 'to', new.status));
  end if;
  if new.lead_score is distinct from old.lead_score and new.created_by is not null
     and current_setting('app.scores_told', true) is distinct from 'on' then
    insert into public.lead_activities (lead_id, created_by, activity_type, source, activity_data)
    values (new.id, new.created_by, 'scored', said_by,
      jsonb_build_object('from', coalesce(old.lead_score, 0), 'to', new.lead_score));
  end if;
  return new;
end $$;
