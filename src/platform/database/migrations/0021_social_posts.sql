-- Posts for social networks.
-- Runs on an empty database and on an existing project whose `social_posts` has no owner.

create table if not exists social_posts (
  id uuid primary key default gen_random_uuid(),
  platform text not null,
  content text not null,
  hashtags text[],
  media_urls text[],
  scheduled_time timestamptz,
  posted_at timestamptz,
  post_id text,
  status text,
  engagement_metrics jsonb,
  campaign_id uuid
);
alter table social_posts
  add column if not exists user_id uuid,
  add column if not exists created_at timestamptz default now(),
  add column if not exists updated_at timestamptz default now();

-- Rules of the former project: they may speak of columns that change below, and of an owner they did not know.
do $$
declare leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'social_posts' loop
    execute format('drop policy %I on public.social_posts', leftover.policyname);
  end loop;
end $$;
alter table social_posts drop constraint if exists social_posts_campaign_id_fkey;

-- A type of its own becomes plain text.
alter table social_posts alter column status drop default;
alter table social_posts alter column status type text using status::text;

-- Before there was an owner, a post was its campaign's. Forced row-level security would hide the campaigns from us.
alter table campaigns no force row level security;
update social_posts post set user_id = campaigns.created_by
from campaigns where post.user_id is null and campaigns.id = post.campaign_id;
update social_posts post set campaign_id = null
where campaign_id is not null and not exists (
  select from campaigns where campaigns.id = post.campaign_id and campaigns.created_by = post.user_id
);
alter table campaigns force row level security;

update social_posts set
  platform = case lower(platform) when 'x' then 'twitter' else lower(platform) end,
  hashtags = coalesce(hashtags, '{}'),
  media_urls = coalesce(media_urls, '{}'),
  engagement_metrics = case when jsonb_typeof(engagement_metrics) = 'object' then engagement_metrics else '{}' end,
  status = case
    when status in ('draft', 'scheduled', 'published', 'failed', 'deleted') then status
    when status = 'archived' then 'deleted'
    else 'draft' end,
  created_at = coalesce(created_at, posted_at, now()),
  updated_at = coalesce(updated_at, now());
alter table social_posts
  alter column hashtags set not null,
  alter column hashtags set default '{}',
  alter column media_urls set not null,
  alter column media_urls set default '{}',
  alter column engagement_metrics set not null,
  alter column engagement_metrics set default '{}',
  alter column status set not null,
  alter column status set default 'draft',
  alter column created_at set not null,
  alter column created_at set default now(),
  alter column updated_at set not null,
  alter column updated_at set default now(),
  drop constraint if exists social_posts_status_check,
  add constraint social_posts_status_check check (status in ('draft', 'scheduled', 'published', 'failed', 'deleted'));

-- Rows that nobody can be said to own stay and are shown to no user; no further ones are taken.
do $$
begin
  if exists (select from social_posts where user_id is null) then
    alter table social_posts add constraint social_posts_owned check (user_id is not null) not valid;
  else
    alter table social_posts alter column user_id set not null;
  end if;
end $$;
alter table social_posts add constraint social_posts_campaign
  foreign key (campaign_id, user_id) references campaigns (id, created_by) on delete set null (campaign_id);

comment on table social_posts is 'Posts for social networks: written, scheduled, published.';
comment on column social_posts.post_id is 'The id its network has given it.';
comment on column social_posts.engagement_metrics is 'likes, comments, shares, clicks, impressions, reach as its network last told them.';

create index if not exists social_posts_newest on social_posts (user_id, created_at desc, id desc);
create index if not exists social_posts_by_platform on social_posts (user_id, platform, created_at desc, id desc);
create index if not exists social_posts_by_status on social_posts (user_id, status, created_at desc, id desc);
create index if not exists social_posts_published on social_posts (user_id, coalesce(posted_at, created_at)) where status = 'published';
create index if not exists social_posts_by_campaign on social_posts (campaign_id) where campaign_id is not null;

drop trigger if exists social_posts_touch on social_posts;
create trigger social_posts_touch before update on social_posts for each row execute function app.touch_updated_at();

call app.protect('social_posts', 'user_id');
