-- Images of a project are made by one request at a time, whose claim ends by itself when its process does.

alter table ai_video_projects
  add column images_run uuid,
  add column images_until timestamptz;
comment on column ai_video_projects.images_run is 'Who is making its images: of several only the last may end it.';
comment on column ai_video_projects.images_until is 'When whoever makes its images is given up.';

-- Nobody goes on with images of before.
alter table ai_video_projects no force row level security;
update ai_video_projects set status = 'planning' where status = 'generating_images';
alter table ai_video_projects force row level security;
