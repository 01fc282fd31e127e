-- How mail was received: by the revision of its template, and by when a lead opens it.

alter table email_events
  add column if not exists is_machine boolean not null default false;
comment on column email_events.is_machine is 'A machine that looks ahead, or a proxy: kept apart from figures, and nobody is told.';

create index email_campaigns_of_template on email_campaigns (created_by, template_id) where template_id is not null;
create index email_contents_of_template on email_contents (created_by, template_id) where template_id is not null;
create index email_messages_of_content on email_messages (content_id) where content_id is not null;
create index email_messages_of_lead on email_messages (created_by, lead_id) where state = 'sent' and lead_id is not null;
