-- Videos made by models: projects, and the images and clips they are made of.
-- Runs on an empty database and on an existing project that has the two tables.

create table if not exists ai_video_projects (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  campaign_id uuid,
  goal text not null,
  platform text not null check (platform in ('YouTubeShort', 'TikTok', 'Reels', 'Landscape')),
  duration_s integer not null default 8 check (duration_s between 1 and 120),
  brand_kit jsonb not null default '{}',
  scene_plan jsonb,
  generated_images text[],
  final_prompt text,
  video_url text,
  veo_operation_id text,
  status text not null default 'draft'
    check (status in ('draft', 'planning', 'generating_images', 'generating_video', 'completed', 'failed')),
  error_message text,
  cost_usd numeric(10, 4) not null default 0,
  auto_generated boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz
);
create table if not exists ai_video_jobs (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references ai_video_projects (id) on delete cascade,
  user_id uuid not null,
  job_type text not null check (job_type in ('image_generation', 'video_generation')),
  veo_operation_id text,
  status text not null default 'pending' check (status in ('pending', 'processing', 'completed', 'failed')),
  result_url text,
  error_message text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  completed_at timestamptz
);

do $$
declare leftover record;
begin
  for leftover in select tablename, policyname from pg_policies
    where schemaname = 'public' and tablename in ('ai_video_projects', 'ai_video_jobs') loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

alter table ai_video_projects
  add column if not exists language text not null default 'en',
  add column if not exists saved_at timestamptz,
  add column if not exists generation uuid,
  add column if not exists shown uuid;
comment on column ai_video_projects.generation is 'The generation that is being made, or was made last.';
comment on column ai_video_projects.shown is 'The generation whose clips video_url and the answers show.';
comment on column ai_video_projects.cost_usd is 'What its images and clips have cost; only those that were made.';

-- What a former project kept of another owner''s campaign is let go of.
alter table ai_video_projects drop constraint if exists ai_video_projects_campaign_id_fkey;
alter table campaigns no force row level security;
update ai_video_projects video set campaign_id = null where campaign_id is not null and not exists (
  select from campaigns where campaigns.id = video.campaign_id and campaigns.created_by = video.user_id
);
alter table campaigns force row level security;
alter table ai_video_projects
  add constraint ai_video_projects_campaign foreign key (campaign_id, user_id)
    references campaigns (id, created_by) on delete set null (campaign_id),
  add constraint ai_video_projects_of_owner unique (id, user_id);

alter table ai_video_jobs
  add column if not exists generation uuid,
  add column if not exists position integer not null default 0,
  add column if not exists seconds integer,
  add column if not exists prompt text,
  add column if not exists model text,
  add column if not exists frame_id uuid,
  add column if not exists due_at timestamptz,
  add column if not exists attempt integer not null default 0,
  add column if not exists looks integer not null default 0,
  add column if not exists started_at timestamptz,
  add column if not exists percent integer,
  add column if not exists file text,
  add column if not exists media_type text,
  add column if not exists bytes bigint,
  add column if not exists cost_usd numeric(10, 4),
  add column if not exists told boolean not null default false;
comment on column ai_video_jobs.veo_operation_id is 'What the provider is asked by, signed for its user.';
comment on column ai_video_jobs.frame_id is 'The image that the clip begins with.';
comment on column ai_video_jobs.due_at is 'When a worker is to look at it; of one that is looked at, when its worker is given up.';
comment on column ai_video_jobs.attempt is 'Counts those who have taken it up: of several only the last may write.';
comment on column ai_video_jobs.started_at is 'Set before the provider is asked: a clip that has it is never started again.';
comment on column ai_video_jobs.told is 'Whether its cost was told with the end of a video.';
comment on column ai_video_jobs.file is 'Where it lies in storage.';

-- A row of a former project is nobody''s work: its operation was made up.
update ai_video_jobs set status = 'failed', error_message = 'It was never started.'
where status in ('pending', 'processing');
update ai_video_projects set status = 'failed', error_message = 'The video was never started.'
where status = 'generating_video';
delete from ai_video_jobs job where not exists (
  select from ai_video_projects project where project.id = job.project_id and project.user_id = job.user_id
);
alter table ai_video_jobs
  drop constraint if exists ai_video_jobs_project_id_fkey,
  add constraint ai_video_jobs_project foreign key (project_id, user_id)
    references ai_video_projects (id, user_id) on delete cascade;

create index if not exists ai_video_projects_newest on ai_video_projects (user_id, created_at desc, id desc);
create index if not exists ai_video_projects_of_campaign on ai_video_projects (campaign_id, created_at)
  where campaign_id is not null;
create index if not exists ai_video_jobs_of_project on ai_video_jobs (project_id, position);
create index if not exists ai_video_jobs_of_owner on ai_video_jobs (user_id, created_at);
create index if not exists ai_video_jobs_due on ai_video_jobs (due_at) where due_at is not null;

call app.protect('ai_video_projects', 'user_id', kept => true);
call app.protect('ai_video_jobs', 'user_id', kept => true);
