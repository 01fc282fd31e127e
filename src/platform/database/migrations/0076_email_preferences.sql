-- What readers want to be written to about, and until when not at all.

create table email_topics (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  description text not null default '',
  position integer not null default 0,
  created_at timestamptz not null default now()
);
comment on table email_topics is 'What an owner writes about; whoever has not said no gets it.';
create index email_topics_newest on email_topics (created_by, created_at desc, id desc);
call app.protect('email_topics', 'created_by', kept => true);

create table email_topics_declined (
  topic_id uuid not null references email_topics (id) on delete cascade,
  created_by uuid not null,
  email_norm text collate "C" not null,
  created_at timestamptz not null default now(),
  primary key (created_by, email_norm, topic_id)
);
comment on table email_topics_declined is 'Who does not want to be written to about a topic.';
create index email_topics_declined_of_topic on email_topics_declined (topic_id);
call app.protect('email_topics_declined', 'created_by', kept => true);

create table email_pauses (
  created_by uuid not null,
  email_norm text collate "C" not null,
  until timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (created_by, email_norm)
);
comment on table email_pauses is 'Who does not want to be written to before a time.';
call app.protect('email_pauses', 'created_by', kept => true);
