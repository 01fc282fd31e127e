-- Files that go with mails.

create table email_files (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  media_type text not null,
  bytes integer not null default 0,
  sha256 text not null default '',
  ready boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table email_files is 'Files that an owner attaches to mails; where one lies in storage follows from owner and id.';
comment on column email_files.ready is 'All of it has arrived.';
create index email_files_newest on email_files (created_by, created_at desc, id desc);
call app.protect('email_files', 'created_by', kept => true);

alter table email_template_versions add column attachments jsonb not null default '[]';
alter table email_campaigns add column attachments jsonb not null default '[]';
alter table email_contents add column attachments jsonb not null default '[]';
comment on column email_contents.attachments is 'Ids of email_files, in their order.';
create index email_template_versions_attached on email_template_versions using gin (attachments jsonb_path_ops)
  where attachments <> '[]';
create index email_campaigns_attached on email_campaigns using gin (attachments jsonb_path_ops) where attachments <> '[]';
create index email_contents_attached on email_contents using gin (attachments jsonb_path_ops) where attachments <> '[]';
