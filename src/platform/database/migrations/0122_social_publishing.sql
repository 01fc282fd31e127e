-- Posts go out by themselves, once, and what they reach is read back.

alter table social_posts
  add column if not exists account_id uuid,
  add column if not exists connection_id uuid,
  add column if not exists service text,
  add column if not exists profile_id text,
  add column if not exists receipt text,
  add column if not exists post_url text,
  add column if not exists error_code text,
  add column if not exists attempts integer not null default 0,
  add column if not exists lease_until timestamptz,
  add column if not exists armed_at timestamptz,
  add column if not exists retry_at timestamptz,
  add column if not exists check_at timestamptz,
  add column if not exists checks integer not null default 0,
  add column if not exists metrics_read_at timestamptz,
  drop constraint social_posts_status_check,
  add constraint social_posts_status_check
    check (status in ('draft', 'scheduled', 'publishing', 'published', 'failed', 'unknown', 'deleted'));

comment on column social_posts.account_id is 'The profile it is for; without one any of its network.';
comment on column social_posts.service is 'By whom it was published: the network itself, or a company that posts there.';
comment on column social_posts.receipt is 'How the service names it until it has published it.';
comment on column social_posts.attempts is 'How often it was taken up; who holds an older number may change nothing.';
comment on column social_posts.lease_until is 'Until then one process has it in hand.';
comment on column social_posts.armed_at is 'Since then the request that publishes it may have left.';
comment on column social_posts.check_at is 'When the service is asked next what became of it, or what it has reached.';

create index social_posts_due on social_posts (scheduled_time) where status = 'scheduled';
create index social_posts_in_hand on social_posts (lease_until) where status = 'publishing' and receipt is null;
create index social_posts_checks on social_posts (check_at) where check_at is not null;
