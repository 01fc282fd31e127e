-- Reports over a period, and what was noticed in the figures.
-- Runs on an empty database and on an existing project that has `analytics_reports` and `ai_insights`.

create table if not exists analytics_reports (
  id text primary key,
  user_id uuid not null,
  title text not null,
  report_type text not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  metrics jsonb not null,
  insights jsonb,
  recommendations jsonb,
  executive_summary text
);
alter table analytics_reports
  add column if not exists provenance jsonb,
  add column if not exists created_at timestamptz default now();
update analytics_reports set created_at = coalesce(period_end, now()) where created_at is null;
alter table analytics_reports
  alter column created_at set default now(),
  alter column created_at set not null;
comment on table analytics_reports is 'The figures of a period with what was said about them, as they were when the report was made.';

create index if not exists analytics_reports_newest on analytics_reports (user_id, created_at desc, id desc);

create table if not exists ai_insights (
  id text primary key,
  user_id uuid not null,
  level text not null,
  title text not null,
  description text not null,
  impact_score numeric,
  recommendations jsonb
);
alter table ai_insights
  add column if not exists timestamp timestamptz default now(),
  add column if not exists kind text not null default 'trend'
    constraint ai_insights_kind_check check (kind in ('trend', 'anomaly', 'recommendation')),
  add column if not exists impact text not null default 'neutral'
    constraint ai_insights_impact_check check (impact in ('positive', 'negative', 'neutral')),
  add column if not exists confidence double precision
    constraint ai_insights_confidence_check check (confidence between 0 and 1),
  add column if not exists metric text,
  add column if not exists change_percent double precision,
  add column if not exists period_start timestamptz,
  add column if not exists period_end timestamptz,
  add column if not exists provenance jsonb,
  add column if not exists created_at timestamptz;
-- An existing project dates its rows by `timestamp`.
update ai_insights set created_at = coalesce(timestamp, now()) where created_at is null;
alter table ai_insights
  alter column created_at set default now(),
  alter column created_at set not null;
comment on table ai_insights is 'What was noticed in the figures of a period; rules find it, a model may have worded it.';

create index if not exists ai_insights_newest on ai_insights (user_id, created_at desc, id desc);

-- An existing project lets everybody who is signed in read and change all rows of both.
do $$
declare
  leftover record;
begin
  for leftover in select tablename, policyname from pg_policies
    where schemaname = 'public' and tablename in ('analytics_reports', 'ai_insights') loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;
call app.protect('analytics_reports', 'user_id');
call app.protect('ai_insights', 'user_id');

-- Mail is added up over the mailings of an owner.
create index if not exists email_campaigns_owned on email_campaigns (created_by);
