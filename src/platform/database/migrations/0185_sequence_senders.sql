-- As whom mails of sequences and single mails are sent, and clicks that are told once they are known to be a reader's.

alter table email_sequences add column from_email text;
comment on column email_sequences.from_email is 'An identity of the owner whose address its mails come from; without one it is the sender of the platform.';
alter table email_contents add column identity_id uuid;
comment on column email_contents.identity_id is 'The identity it is sent from; without one it is the sender of the platform.';

-- Who clicks every link of a mail at once is no reader, which is known when the last click is there: a click is told outside when it
-- is told inside. All else is told when it is kept, as in 0090_outbound_events.sql.
create or replace function app.tell_mail_events() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (
    select from public.event_listeners
    where pattern in ('email.delivered', 'email.opened', 'email.clicked', 'email.bounced', 'email.complained',
      'email.unsubscribed', 'email.*', '*')
  ) then return null; end if;
  insert into public.outbound_events (user_id, type, data)
  select kept.created_by, 'email.' || kept.event_type, jsonb_build_object(
    'message_id', kept.message_id, 'campaign_id', kept.campaign_id, 'lead_id', message.lead_id, 'email', message.email,
    'at', app.moment(kept.timestamp), 'detail', kept.metadata)
  from kept join public.email_messages message on message.id = kept.message_id
  where kept.event_type in ('delivered', 'opened', 'bounced', 'complained', 'unsubscribed')
    and not kept.is_machine and exists (
      select from public.event_listeners listener
      where listener.pattern in ('email.' || kept.event_type, 'email.*', '*') and listener.user_id = kept.created_by
    );
  return null;
end $$;

create function app.tell_mail_clicks() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (
    select from public.event_listeners where pattern in ('email.clicked', 'email.*', '*')
  ) then return null; end if;
  insert into public.outbound_events (user_id, type, data)
  select kept.created_by, 'email.clicked', jsonb_build_object(
    'message_id', kept.message_id, 'campaign_id', kept.campaign_id, 'lead_id', message.lead_id, 'email', message.email,
    'at', app.moment(kept.timestamp), 'detail', kept.metadata)
  from kept join past on past.id = kept.id join public.email_messages message on message.id = kept.message_id
  where kept.event_type = 'clicked' and kept.told and not past.told and not kept.is_machine and exists (
    select from public.event_listeners listener
    where listener.pattern in ('email.clicked', 'email.*', '*') and listener.user_id = kept.created_by
  );
  return null;
end $$;
create trigger email_events_tell_clicks after update on email_events referencing old table as past new table as kept
  for each statement execute function app.tell_mail_clicks();
