-- What two figures say together.
alter table ai_insights
  add column if not exists related_metric text,
  drop constraint if exists ai_insights_kind_check,
  add constraint ai_insights_kind_check check (kind in ('trend', 'anomaly', 'relation', 'recommendation'));
comment on column ai_insights.related_metric is 'The second metric of a relation.';

-- Readings that come again are run.
alter table scrape_schedules add column if not exists last_error text;
comment on column scrape_schedules.schedule_cron is 'Five fields, UTC.';
comment on column scrape_schedules.last_error is 'Why the last run failed; null when it did not.';
create index if not exists scrape_schedules_due on scrape_schedules (next_run_at) where is_active;
