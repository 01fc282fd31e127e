-- A post whose schedule allows less lateness than a day is not published later than that by anybody.

alter table social_posts add column if not exists late_by_seconds integer check (late_by_seconds between 1 and 86400);
comment on column social_posts.late_by_seconds is 'How late it may be published; null: a day.';
