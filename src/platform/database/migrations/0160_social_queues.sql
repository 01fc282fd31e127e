-- When posts of an account usually go out, and how many have in a day.

create table social_queues (
  account_id uuid primary key,
  user_id uuid not null,
  timezone text not null,
  slots jsonb not null check (jsonb_typeof(slots) = 'array'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table social_queues is 'The times at which posts of an account go out; a post that is queued takes the next one that is free.';
comment on column social_queues.account_id is 'The profile of a connection.';
comment on column social_queues.slots is 'day (1 Monday to 7 Sunday) and time (HH:MM) on the clocks of the time zone.';
create index social_queues_of on social_queues (user_id, account_id);
create trigger social_queues_touch before update on social_queues for each row execute function app.touch_updated_at();
call app.protect('social_queues', 'user_id', kept => true);

create index social_posts_handed_over on social_posts (user_id, connection_id, profile_id, armed_at) where armed_at is not null;
create index social_posts_of_account on social_posts (user_id, account_id, scheduled_time) where status in ('scheduled', 'publishing', 'published');
