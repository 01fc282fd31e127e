-- What is to be done at a time, again and again or once, and what became of each time.

create table scheduled_jobs (
  id uuid primary key,
  user_id uuid not null,
  job_id text not null check (length(job_id) between 1 and 200),
  job_type text not null,
  campaign_id uuid,
  trigger jsonb not null,
  zone text,
  payload jsonb not null default '{}',
  metadata jsonb not null default '{}',
  status text not null default 'scheduled'
    check (status in ('scheduled', 'paused', 'running', 'completed', 'failed', 'cancelled')),
  scheduled_time timestamptz,
  next_due_at timestamptz,
  "coalesce" boolean not null default false,
  max_instances integer not null default 3 check (max_instances between 1 and 1000),
  misfire_grace_seconds integer not null default 300 check (misfire_grace_seconds between 1 and 86400),
  running integer not null default 0 check (running >= 0),
  attempts integer not null default 0,
  last_fired_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint scheduled_jobs_owner_job unique (user_id, job_id),
  constraint scheduled_jobs_campaign foreign key (campaign_id, user_id) references campaigns (id, created_by)
    on delete cascade
);
comment on table scheduled_jobs is 'Schedules: what is to be done, when it is due next, and how it went last.';
comment on column scheduled_jobs.job_id is 'The owner''s name for it, such as social_post_<id>.';
comment on column scheduled_jobs.scheduled_time is 'When it was due first.';
comment on column scheduled_jobs.next_due_at is 'Null while it is paused and once no time is to come.';
comment on column scheduled_jobs.running is 'Firings at work.';
comment on column scheduled_jobs.attempts is 'Firings so far.';

create index scheduled_jobs_due on scheduled_jobs (next_due_at) where status = 'scheduled';
create index scheduled_jobs_newest on scheduled_jobs (user_id, created_at desc, id desc);
create index scheduled_jobs_by_campaign on scheduled_jobs (campaign_id, created_at desc, id desc) where campaign_id is not null;
create index scheduled_jobs_over on scheduled_jobs (updated_at) where status in ('completed', 'failed', 'cancelled');

create trigger scheduled_jobs_touch before update on scheduled_jobs for each row execute function app.touch_updated_at();

create table job_execution_logs (
  id uuid primary key,
  schedule_id uuid not null references scheduled_jobs (id) on delete cascade,
  user_id uuid not null,
  job_id text not null,
  job_type text not null,
  campaign_id uuid,
  due_at timestamptz not null,
  execution_time timestamptz not null default now(),
  finished_at timestamptz,
  status text not null
    check (status in ('running', 'waiting', 'completed', 'failed', 'missed', 'skipped', 'cancelled')),
  by_hand boolean not null default false,
  attempts integer not null default 0,
  error text,
  results jsonb not null default '{}',
  checked_at timestamptz not null default now(),
  constraint job_execution_logs_once unique (schedule_id, due_at)
);
comment on table job_execution_logs is 'One row for each due time of a schedule, and what became of it.';
comment on column job_execution_logs.id is 'Also the id of the job that it sent.';
comment on column job_execution_logs.checked_at is 'When it was last made sure that its job is still there.';

create index job_execution_logs_waiting on job_execution_logs (schedule_id, due_at) where status = 'waiting';
create index job_execution_logs_at_work on job_execution_logs (checked_at) where status = 'running';
create index job_execution_logs_old on job_execution_logs (execution_time);

do $$
begin
  call app.protect('scheduled_jobs', 'user_id', kept => true);
  call app.protect('job_execution_logs', 'user_id', kept => true);
end $$;
