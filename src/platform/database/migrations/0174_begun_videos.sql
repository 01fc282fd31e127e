-- Videos that were begun are counted whether their projects are still there or not, and what is bought has its price from the start.

create table ai_video_begun (
  generation uuid primary key,
  user_id uuid not null,
  project_id uuid not null,
  campaign_id uuid,
  begun_at timestamptz not null default now()
);
comment on table ai_video_begun is 'Each time that a video was begun, for as long as limits look back; not gone with its project.';
comment on column ai_video_begun.campaign_id is 'The campaign that it was begun for by itself; null of every further time of the same project.';
create index ai_video_begun_of_owner on ai_video_begun (user_id, begun_at);
create index ai_video_begun_of_campaign on ai_video_begun (campaign_id, begun_at) where campaign_id is not null;
create index ai_video_begun_old on ai_video_begun (begun_at);
call app.protect('ai_video_begun', 'user_id', kept => true);

alter table ai_video_jobs add column price_usd numeric(10, 4);
comment on column ai_video_jobs.price_usd is 'What it costs if it is made: known when it is started.';

alter table ai_video_jobs no force row level security;
alter table ai_video_projects no force row level security;
alter table ai_video_begun no force row level security;
insert into ai_video_begun (generation, user_id, project_id, campaign_id, begun_at)
select begun.generation, begun.user_id, begun.project_id,
  case when project.auto_generated and begun.place = 1 then project.campaign_id end, begun.at
from (
  select asked_in as generation, user_id, project_id, min(created_at) as at,
    row_number() over (partition by project_id order by min(created_at)) as place
  from ai_video_jobs where asked_in is not null group by asked_in, user_id, project_id
) begun
join ai_video_projects project on project.id = begun.project_id and project.user_id = begun.user_id
where begun.at > now() - interval '7 days';
update ai_video_jobs set price_usd = seconds * case model when 'veo-3-fast' then 0.4 else 0.75 end
where status = 'processing' and seconds is not null;
alter table ai_video_jobs force row level security;
alter table ai_video_projects force row level security;
alter table ai_video_begun force row level security;

alter table ai_video_jobs drop column asked_in;
