-- Videos that go on from one another, end with an image or go by others; what is known of a file and of a failure.

alter table ai_video_jobs
  add column aspect text check (aspect in ('9:16', '16:9')),
  add column last_frame_id uuid,
  add column reference_ids uuid[],
  add column follows boolean not null default false,
  add column film text,
  add column sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  add column failure text;
comment on column ai_video_jobs.aspect is 'Null for that of its project''s platform.';
comment on column ai_video_jobs.last_frame_id is 'The image that the clip ends with.';
comment on column ai_video_jobs.reference_ids is 'Images that the clip goes by.';
comment on column ai_video_jobs.follows is
  'It goes on from the clip before, which its file holds too, and is not due before that one is made.';
comment on column ai_video_jobs.film is 'What its provider knows it by when it is to go on, signed for its user.';
comment on column ai_video_jobs.sha256 is 'Of its file.';
comment on column ai_video_jobs.failure is 'Why it was not made, for machines.';

-- A clip may be taken over into a later generation: what was begun when is told by this one.
alter table ai_video_jobs add column asked_in uuid;
alter table ai_video_jobs no force row level security;
update ai_video_jobs set asked_in = generation where job_type = 'video_generation';
alter table ai_video_jobs force row level security;
comment on column ai_video_jobs.asked_in is 'The generation it was asked for in.';
