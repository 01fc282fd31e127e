-- Mails that somebody sends to try a campaign are counted by the day, and nowhere else.

create table email_test_days (
  created_by uuid not null,
  day date not null,
  mails integer not null,
  primary key (created_by, day)
);
comment on table email_test_days is 'Test mails that a user has sent on a UTC day; counted before they leave.';
create index email_test_days_old on email_test_days (day);

call app.protect('email_test_days', 'created_by', kept => true);

-- The recipients of a mailing that were skipped, by why.
create index email_messages_skipped on email_messages (email_campaign_id, skip_reason, id) where state = 'skipped';
