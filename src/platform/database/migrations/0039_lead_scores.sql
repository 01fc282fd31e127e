-- What makes the score of a lead: rules an owner drafts and publishes, and scores that a person has set.

create table lead_score_versions (
  id uuid primary key,
  created_by uuid not null,
  -- Given when it is published.
  version integer,
  state text not null check (state in ('draft', 'published', 'retired')),
  groups jsonb not null,
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table lead_score_versions is 'Rules for scores: one draft, one published and those before, which never change.';
create unique index lead_score_versions_draft on lead_score_versions (created_by) where state = 'draft';
create unique index lead_score_versions_published on lead_score_versions (created_by) where state = 'published';
create unique index lead_score_versions_newest on lead_score_versions (created_by, version desc) where version is not null;

create table lead_score_runs (
  id uuid primary key,
  created_by uuid not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  version_id uuid,
  total integer,
  processed integer not null default 0,
  changed integer not null default 0,
  done_to uuid,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table lead_score_runs is 'All leads of an owner scored anew, and how far that has come; without a version by the default rules.';
create index lead_score_runs_newest on lead_score_runs (created_by, created_at desc, id desc);
create unique index lead_score_runs_open on lead_score_runs (created_by) where status in ('queued', 'running');

-- A score that a person has set ------------------------------------------------------------------------------------------

alter table leads add column if not exists score_held boolean not null default false;
comment on column leads.score_held is 'Whether a person has set the score: no rule, import or agent changes it until it is released.';

-- By its name it comes before leads_note_change, which forgets who is writing.
create or replace function app.hold_lead_score() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.writer is null or new.writer ~ '^person(:|$)' then
    new.score_held := true;
  elsif old.score_held then
    new.lead_score := old.lead_score;
  end if;
  return new;
end $$;
create or replace trigger leads_hold_score before update of lead_score on leads for each row
  when (new.lead_score is distinct from old.lead_score) execute function app.hold_lead_score();

create or replace function app.follows_leads(owner uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (select from public.lead_segments s where s.created_by = owner and s.kind = 'live')
    or exists (select from public.lead_score_versions v where v.created_by = owner and v.state = 'published')
$$;

call app.protect('lead_score_versions', 'created_by', kept => true);
call app.protect('lead_score_runs', 'created_by', kept => true);
