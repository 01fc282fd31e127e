-- A campaign that failed and is launched again leaves alone what it has published before.

alter table social_posts add column if not exists planned_as text;
comment on column social_posts.planned_as is 'By which item of its campaign''s calendar it was planned: a digest of what the item says; null for any other.';

alter table content_pieces add column if not exists planned_as text;
comment on column content_pieces.planned_as is 'By which item of its campaign''s calendar it was planned: a digest of what the item says; null for any other.';
