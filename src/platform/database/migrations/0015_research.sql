-- Pages that were read for somebody, and research that leans on them.
-- Runs on an empty database and on an existing project that already has these tables.

-- What a page held when it was read ------------------------------------------------------------------------------------

create table if not exists scrape_results (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  agent_id integer,
  url text not null,
  scrape_type text not null default 'generic',
  data jsonb,
  status text not null default 'pending',
  error_message text,
  fetch_time_ms integer
);
alter table scrape_results
  add column if not exists request_hash text,
  add column if not exists final_url text,
  add column if not exists title text,
  add column if not exists excerpt text,
  add column if not exists content_hash text,
  add column if not exists error_code text,
  add column if not exists created_at timestamptz not null default now(),
  drop constraint if exists scrape_results_status_check,
  drop constraint if exists scrape_results_scrape_type_check;
comment on table scrape_results is 'One reading of one page for one user: what it held, or why it could not be read.';
comment on column scrape_results.url is 'The address that was asked for; final_url is the one that answered.';
comment on column scrape_results.request_hash is 'SHA-256 of what was asked for: address, type and options.';
comment on column scrape_results.content_hash is 'SHA-256 of the text of the page, in hexadecimal digits.';
comment on column scrape_results.excerpt is 'How the text begins; outlives the page.';

create index if not exists scrape_results_newest on scrape_results (user_id, created_at desc, id desc);
create index if not exists scrape_results_of_page on scrape_results (user_id, md5(url), created_at desc)
  where status = 'completed';

-- Work on many pages, and readings that come again. Kept for front ends that have them; nothing here runs them yet. --------

create table if not exists scrape_jobs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  job_type text not null,
  status text not null default 'pending',
  config jsonb not null default '{}',
  progress jsonb not null default '{"completed": 0, "total": 0, "failed": 0}',
  error_message text
);
alter table scrape_jobs
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now();
comment on table scrape_jobs is 'Readings of many pages, and how far each has come.';
create index if not exists scrape_jobs_newest on scrape_jobs (user_id, created_at desc, id desc);
drop trigger if exists scrape_jobs_touch on scrape_jobs;
create trigger scrape_jobs_touch before update on scrape_jobs for each row execute function app.touch_updated_at();

create table if not exists scrape_schedules (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  name text not null,
  scrape_type text not null,
  config jsonb not null default '{}',
  schedule_cron text not null,
  is_active boolean not null default true,
  last_run_at timestamptz,
  next_run_at timestamptz,
  last_result_id uuid references scrape_results (id) on delete set null
);
alter table scrape_schedules
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now();
comment on table scrape_schedules is 'Readings that come again.';
create index if not exists scrape_schedules_newest on scrape_schedules (user_id, created_at desc, id desc);
create index if not exists scrape_schedules_last_result on scrape_schedules (last_result_id);
drop trigger if exists scrape_schedules_touch on scrape_schedules;
create trigger scrape_schedules_touch before update on scrape_schedules for each row execute function app.touch_updated_at();

-- Research --------------------------------------------------------------------------------------------------------------

create table if not exists research_notes (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid,
  content text not null,
  source_refs jsonb
);
alter table research_notes
  add column if not exists user_id uuid default auth.uid(),
  add column if not exists topic text,
  add column if not exists statements jsonb not null default '[]',
  add column if not exists provenance jsonb,
  add column if not exists created_at timestamptz not null default now(),
  alter column conversation_id drop not null,
  alter column user_id set default auth.uid();
comment on table research_notes is 'Notes of conversations, and analyses: a topic, statements, and the sources that each points to.';
comment on column research_notes.user_id is 'Null in notes of an older project whose conversation is gone: nobody sees them.';
comment on column research_notes.topic is 'Null in a note of a conversation.';
comment on column research_notes.source_refs is 'Copies of address, title, time, hash and excerpt, so that they outlive the page and its reading.';

-- An older project keeps sources in whichever type it chose, and knows the owner of a note only by its conversation.
do $$
begin
  if (select data_type from information_schema.columns
      where table_schema = 'public' and table_name = 'research_notes' and column_name = 'source_refs') <> 'jsonb' then
    alter table research_notes alter column source_refs drop default;
    alter table research_notes alter column source_refs type jsonb using to_jsonb(source_refs);
  end if;
  if to_regclass('public.conversations') is not null then
    execute 'update research_notes note set user_id = conversation.user_id from conversations conversation
      where conversation.id = note.conversation_id and note.user_id is null';
  end if;
end $$;
alter table research_notes alter column source_refs set default '[]';

create index if not exists research_notes_analyses on research_notes (user_id, created_at desc, id desc)
  where topic is not null;
create index if not exists research_notes_conversation on research_notes (conversation_id);

-- Who may ---------------------------------------------------------------------------------------------------------------

-- Policies of an existing project are wider than ours.
do $$
declare
  leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public'
      and tablename in ('scrape_results', 'scrape_jobs', 'scrape_schedules', 'research_notes')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

call app.protect('scrape_results', 'user_id');
call app.protect('scrape_jobs', 'user_id');
call app.protect('scrape_schedules', 'user_id');
call app.protect('research_notes', 'user_id');

alter table research_notes drop constraint if exists research_notes_owner;
alter table research_notes add constraint research_notes_owner check (user_id is not null) not valid;

-- An existing project's get_cached_scrape gives everybody's pages to anybody.
do $$
declare
  former record;
begin
  for former in select oid::regprocedure as signature from pg_proc
    where proname = 'get_cached_scrape' and pronamespace = 'public'::regnamespace
  loop
    execute format('drop function %s', former.signature);
  end loop;
end $$;

create function get_cached_scrape(p_url text, p_max_age_hours integer default 24, p_request_hash text default null)
returns setof scrape_results language sql stable set search_path = '' as $$
  select * from public.scrape_results
  where user_id = (select auth.uid()) and status = 'completed' and md5(url) = md5(p_url)
    and (p_request_hash is null or request_hash = p_request_hash)
    and created_at > now() - make_interval(hours => p_max_age_hours)
  order by created_at desc
  limit 1
$$;
comment on function get_cached_scrape is 'The caller''s own newest reading of an address that is no older than so many hours.';
revoke all on function get_cached_scrape from public;
grant execute on function get_cached_scrape to authenticated, service_role;
