-- A post that a worker has in hand while its campaign is paused or stopped was published later all the same.

alter table social_posts add column if not exists wanted text check (wanted in ('paused', 'cancelled'));
comment on column social_posts.wanted is 'Of one that is being published: what becomes of it where this attempt does not send it: paused or cancelled.';
