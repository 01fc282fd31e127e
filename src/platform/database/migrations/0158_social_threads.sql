-- A post may be the first of several that answer each other, and each of them goes out once.

alter table social_posts
  add column if not exists thread jsonb not null default '[]',
  add column if not exists thread_out jsonb not null default '[]',
  add column if not exists attempt_log jsonb not null default '[]',
  add constraint social_posts_thread_check check (jsonb_typeof(thread) = 'array'),
  add constraint social_posts_thread_out_check check (jsonb_typeof(thread_out) = 'array'),
  add constraint social_posts_attempt_log_check check (jsonb_typeof(attempt_log) = 'array');
comment on column social_posts.attempt_log is 'What came of the last attempts to publish it, the oldest first: attempt, at, outcome, code, reason.';
comment on column social_posts.thread is 'The posts that follow it, each an answer to the one before: content and media_urls.';
comment on column social_posts.thread_out is 'Those of them that are out, in their order: post_id and url, as their network named them.';
