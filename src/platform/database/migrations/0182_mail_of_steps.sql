-- Who leaves a sequence gets none of its mails that have not left yet: looked up by the address, and then by the mail.

create index email_messages_waiting on email_messages (created_by, email_norm)
  where state in ('queued', 'claimed') and dedupe_key is not null;
create index email_sequence_sends_of_message on email_sequence_sends (message_id) where message_id is not null;
