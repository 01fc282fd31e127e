-- When campaigns start and start again, what was planned when they were launched, and who moved them from where to where.

alter type campaign_status add value if not exists 'failed';

-- A project that has the table may lack some of what is read below.
alter table campaigns
  add column if not exists total_budget numeric,
  add column if not exists budget_allocated numeric,
  add column if not exists budget_spent numeric,
  add column if not exists start_date timestamptz,
  add column if not exists end_date timestamptz,
  add column if not exists channels jsonb,
  add column if not exists content jsonb,
  add column if not exists settings jsonb,
  add column if not exists parent_campaign_id uuid references campaigns (id) on delete set null,
  add column if not exists schedule jsonb,
  add column if not exists plan jsonb,
  add column if not exists next_run_at timestamptz,
  add column if not exists run_at timestamptz,
  add column if not exists settle_at timestamptz;
comment on column campaigns.schedule is 'When it starts: a moment, a time of day in a zone or of each recipient, an RRULE or a cron line.';
comment on column campaigns.plan is 'Audience, schedule, channels, content and settings as they were when it was launched.';
comment on column campaigns.next_run_at is 'When it is taken up next; null while nothing is due.';
comment on column campaigns.run_at is 'The time of the schedule that this run of parent_campaign_id is for; null for what is no run.';
comment on column campaigns.settle_at is 'When to look whether all it has planned is done.';

-- One run for each time of a schedule, whichever worker gets there first.
create unique index if not exists campaigns_runs on campaigns (parent_campaign_id, run_at) where run_at is not null;
create index if not exists campaigns_children on campaigns (parent_campaign_id) where parent_campaign_id is not null;
create index if not exists campaigns_due on campaigns (next_run_at) where next_run_at is not null;
create index if not exists campaigns_settling on campaigns (settle_at) where settle_at is not null;

alter table campaign_execution_logs
  add column if not exists from_status text,
  add column if not exists to_status text,
  add column if not exists actor text not null default 'owner',
  add column if not exists reason text;
comment on column campaign_execution_logs.actor is 'Who did it: its owner, or which part of the application.';

-- Campaigns that wait for their start date were waited for by a job of the queue; now their row says when they are due.
alter table campaigns no force row level security;
update campaigns set next_run_at = start_date where status::text = 'scheduled' and start_date is not null;
alter table campaigns force row level security;
