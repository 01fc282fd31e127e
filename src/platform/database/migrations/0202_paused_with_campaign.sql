-- Posts and schedules that were paused by themselves were resumed with their campaign.

alter table social_posts add column if not exists paused_with_campaign boolean not null default false;
comment on column social_posts.paused_with_campaign is 'Of one that waits: it goes on with its campaign. One that was held by itself is let go by itself.';
comment on column social_posts.paused is 'A draft that is scheduled again, for its scheduled_time, when its campaign or its own schedule is resumed.';

alter table scheduled_jobs add column if not exists paused_with_campaign boolean not null default false;
comment on column scheduled_jobs.paused_with_campaign is 'Of a paused one: it goes on with its campaign. One that was paused by itself is resumed by itself.';

-- So far nobody noted which, and all went on with their campaign.
alter table campaigns no force row level security;
alter table social_posts no force row level security;
update social_posts post set paused_with_campaign = true from campaigns
where post.campaign_id = campaigns.id and campaigns.status::text = 'paused' and post.status = 'draft' and post.paused;
alter table social_posts force row level security;
alter table scheduled_jobs no force row level security;
update scheduled_jobs job set paused_with_campaign = true from campaigns
where job.campaign_id = campaigns.id and campaigns.status::text = 'paused' and job.status = 'paused';
alter table scheduled_jobs force row level security;
alter table campaigns force row level security;
