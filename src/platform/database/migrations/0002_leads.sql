-- People who might buy, the forms they come in by, and the files they are imported from.
-- Runs on an empty database and on an existing project that already has `leads`.

do $$ begin
  create type lead_status as enum
    ('new', 'contacted', 'qualified', 'opportunity', 'customer', 'lost', 'disqualified', 'converted');
exception when duplicate_object then null;
end $$;
alter type lead_status add value if not exists 'disqualified';
alter type lead_status add value if not exists 'converted';

do $$ begin
  create type company_size as enum ('1-10', '11-50', '51-200', '201-1000', '1000+');
exception when duplicate_object then null;
end $$;

-- Capture forms ------------------------------------------------------------------------------------------------------

create table if not exists lead_capture_forms (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  campaign_id uuid,
  campaign_name text,
  fields jsonb not null,
  styling jsonb,
  settings jsonb,
  active boolean not null default true,
  submissions_count integer not null default 0,
  last_submission_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 50);
comment on table lead_capture_forms is 'What a hosted or embedded form asks for and how it looks; read by visitors through the API only.';

create index if not exists lead_capture_forms_newest on lead_capture_forms (created_by, created_at desc, id desc);

-- Leads --------------------------------------------------------------------------------------------------------------

create table if not exists leads (
  id uuid primary key default gen_random_uuid(),
  first_name text,
  last_name text,
  email text,
  company text,
  job_title text,
  industry text,
  company_size company_size,
  country text,
  annual_revenue numeric,
  source text not null,
  source_details jsonb,
  status lead_status default 'new',
  lead_score integer default 0 constraint leads_lead_score_check check (lead_score between 0 and 100),
  tags text[],
  enriched_data jsonb,
  last_activity_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

alter table leads
  add column if not exists phone text,
  add column if not exists notes text,
  add column if not exists form_id uuid references lead_capture_forms (id) on delete set null,
  add column if not exists campaign_id uuid,
  add column if not exists custom_fields jsonb not null default '{}',
  add column if not exists metadata jsonb not null default '{}',
  add column if not exists consent text not null default 'unknown'
    constraint leads_consent_check check (consent in ('granted', 'unknown', 'withdrawn')),
  add column if not exists email_norm text collate "C",
  add column if not exists score integer generated always as (lead_score) stored,
  add column if not exists full_name text generated always as
    (nullif(btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), '')) stored,
  add column if not exists company_name text generated always as (company) stored;
alter table leads alter column source set default 'manual';
comment on column leads.email_norm is 'The address trimmed and in lower case: compared by plain =, unique with the owner.';
comment on column leads.consent is 'Whether the person agreed to be written to; withdrawn is never mailed.';

-- An existing project may hold one address twice in different case: the oldest keeps it, the others keep it as metadata.
update leads set email_norm = lower(btrim(email)) where email is not null and email_norm is null;
update leads set metadata = metadata || jsonb_build_object('duplicate_email', email), email = null, email_norm = null
where id in (
  select id from (
    select id, row_number() over (partition by created_by, email_norm order by created_at, id) as occurrence
    from leads where created_by is not null and email_norm is not null
  ) ranked where occurrence > 1
);

create unique index if not exists leads_address on leads (created_by, email_norm);
create index if not exists leads_newest on leads (created_by, created_at desc, id desc);
create index if not exists leads_by_status on leads (created_by, status, created_at desc, id desc);
create index if not exists leads_by_source on leads (created_by, source, created_at desc, id desc);
create index if not exists leads_by_form on leads (form_id, created_at desc, id desc) where form_id is not null;
create index if not exists leads_by_campaign on leads (created_by, campaign_id, created_at desc, id desc)
  where campaign_id is not null;
create index if not exists leads_walk on leads (created_by, id);

-- Who writes the table directly (the front end) gets `email_norm` filled in; our own statements bring it along.
create or replace function app.normalise_lead_address() returns trigger language plpgsql set search_path = '' as $$
begin
  new.email_norm := lower(btrim(new.email));
  return new;
end $$;

create or replace trigger leads_address_on_insert before insert on leads for each row
  when (new.email is not null and new.email_norm is null)
  execute function app.normalise_lead_address();
create or replace trigger leads_address_on_update before update of email on leads for each row
  when (new.email is distinct from old.email and new.email_norm is not distinct from old.email_norm)
  execute function app.normalise_lead_address();
create or replace trigger leads_touch before update on leads for each row
  execute function app.touch_updated_at();
create or replace trigger lead_capture_forms_touch before update on lead_capture_forms for each row
  when (old.submissions_count is not distinct from new.submissions_count)
  execute function app.touch_updated_at();

-- Substring search: under row-level security `ilike` may not use a trigram index, so this function filters the tenant itself.
do $$
declare home text;
begin
  begin
    create extension if not exists pg_trgm;
  exception when others then
    raise notice 'pg_trgm is not available: lead search reads the rows of its owner one by one';
  end;
  select n.nspname into home from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  if home is not null then
    execute format(
      $index$create index if not exists leads_search on leads using gin ((
        coalesce(first_name, '') || ' ' || coalesce(last_name, '') || E'\n' || coalesce(email, '') || E'\n' ||
        coalesce(company, '') || E'\n' || coalesce(job_title, '') || E'\n' || coalesce(industry, '')
      ) %I.gin_trgm_ops)$index$, home);
  end if;
end $$;

create or replace function public.search_leads(pattern text, at_most integer, skip integer default 0)
returns setof public.leads language plpgsql stable security definer set search_path = '' as $$
begin
  -- Planned for each pattern by itself: a generic plan cannot know whether the trigram index pays.
  return query execute $query$
    select l.* from public.leads l
    where l.created_by = $1 and (
      coalesce(first_name, '') || ' ' || coalesce(last_name, '') || E'\n' || coalesce(email, '') || E'\n' ||
      coalesce(company, '') || E'\n' || coalesce(job_title, '') || E'\n' || coalesce(industry, '')
    ) ilike $2
    order by l.created_at desc, l.id desc limit $3 offset $4
  $query$ using (select auth.uid()), pattern, at_most, skip;
end $$;
comment on function public.search_leads is 'The caller''s own leads whose name, address, company, title or industry is like the pattern.';
revoke all on function public.search_leads(text, integer, integer) from public;
grant execute on function public.search_leads(text, integer, integer) to authenticated, service_role;

-- Imports ------------------------------------------------------------------------------------------------------------

create table if not exists lead_imports (
  id uuid primary key default gen_random_uuid(),
  created_by uuid not null,
  filename text,
  mapping jsonb not null default '{}',
  options jsonb not null default '{}',
  status text not null default 'queued'
    constraint lead_imports_status_check check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  total_rows integer,
  processed_rows integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  skipped_count integer not null default 0,
  error_count integer not null default 0,
  bytes bigint not null default 0,
  processed_bytes bigint not null default 0,
  storage_path text,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table lead_imports is 'One uploaded file of leads and how far its reading has come.';
create index if not exists lead_imports_newest on lead_imports (created_by, created_at desc, id desc);
create or replace trigger lead_imports_touch before update on lead_imports for each row
  execute function app.touch_updated_at();

create table if not exists lead_import_errors (
  id bigint generated always as identity primary key,
  import_id uuid not null references lead_imports (id) on delete cascade,
  created_by uuid not null,
  row_number integer not null,
  field text,
  message text not null,
  raw text,
  created_at timestamptz not null default now()
);
comment on table lead_import_errors is 'Rows of an import that could not be taken; the first 10,000 of each import are kept.';
create index if not exists lead_import_errors_of_import on lead_import_errors (import_id, id);

-- Who may see what ---------------------------------------------------------------------------------------------------

-- An existing project left a policy on `leads` that lets any signed-in user do anything.
do $$
declare leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public' and tablename in ('leads', 'lead_capture_forms', 'lead_imports', 'lead_import_errors')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

call app.protect('leads', 'created_by');
call app.protect('lead_capture_forms', 'created_by');
call app.protect('lead_imports', 'created_by', kept => true);
call app.protect('lead_import_errors', 'created_by', kept => true);

-- `search_leads` runs as the owner of the table, whom forced row-level security would otherwise show nothing.
create policy leads_search on leads for select to current_user using (true);
