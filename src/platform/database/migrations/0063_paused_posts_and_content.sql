-- Posts and content that wait with their paused campaign: whoever publishes takes only what is scheduled.

alter table social_posts add column if not exists paused boolean not null default false;
comment on column social_posts.paused is 'A draft that is scheduled again, for its scheduled_time, when its campaign is resumed.';

alter table content_pieces add column if not exists paused boolean not null default false;
comment on column content_pieces.paused is 'Approved, and scheduled again for scheduled_for when its campaign is resumed.';
