-- What is said on a ticket, the mails that tell of it, and the mails that come in.

create table support_messages (
  id uuid primary key,
  ticket_id uuid not null references support_tickets (id) on delete cascade,
  user_id uuid,
  visibility text not null check (visibility in ('public', 'internal')),
  author text not null check (author in ('customer', 'agent', 'desk')),
  author_id uuid,
  author_name text,
  author_email text,
  body text not null,
  html text,
  channel text not null check (channel in ('web', 'email')),
  automatic boolean not null default false,
  mail_ref text collate "C",
  created_at timestamptz not null default now()
);
comment on table support_messages is 'What is said on a ticket; user_id is the ticket''s. Its owner reads what is public.';
comment on column support_messages.html is 'Of a mail, held to what may be shown anywhere.';
comment on column support_messages.automatic is 'Whether a machine answered by itself, such as the holiday notice of a mailbox.';
comment on column support_messages.mail_ref is 'The Message-ID of the mail it came by, without its brackets.';
create index support_messages_in_order on support_messages (ticket_id, created_at desc, id desc);
create index support_messages_of_user on support_messages (user_id) where user_id is not null;
create index support_messages_by_mail on support_messages (mail_ref) where mail_ref is not null;

create table support_attachments (
  id uuid primary key,
  ticket_id uuid not null references support_tickets (id) on delete cascade,
  message_id uuid not null references support_messages (id) on delete cascade,
  user_id uuid,
  name text not null,
  media_type text not null,
  bytes integer not null,
  path text not null,
  created_at timestamptz not null default now()
);
comment on table support_attachments is 'Files that came with mails; user_id is the ticket''s, path where the file lies in storage.';
create index support_attachments_of_message on support_attachments (message_id);
create index support_attachments_of_ticket on support_attachments (ticket_id);
create index support_attachments_of_user on support_attachments (user_id) where user_id is not null;

create table support_mails (
  id uuid primary key,
  ticket_id uuid references support_tickets (id) on delete cascade,
  message_id uuid references support_messages (id) on delete cascade,
  user_id uuid,
  kind text not null check (kind in ('confirmation', 'reply', 'breach')),
  recipient text not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'skipped')),
  details jsonb not null default '{}',
  due_at timestamptz,
  attempts integer not null default 0,
  reason text,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table support_mails is 'Mails of the desk, each sent at most once; user_id is the ticket''s. The id is the first part of the Message-ID.';
comment on column support_mails.due_at is 'When it is tried next; null once it has begun to leave or is given up.';
create unique index support_mails_one_confirmation on support_mails (ticket_id) where kind = 'confirmation';
create unique index support_mails_one_reply on support_mails (message_id) where kind = 'reply';
create index support_mails_due on support_mails (due_at) where due_at is not null;
create index support_mails_leaving on support_mails (updated_at) where state = 'sending';
create index support_mails_of_ticket on support_mails (ticket_id, created_at desc, id desc);
create index support_mails_of_user on support_mails (user_id) where user_id is not null;
create trigger support_mails_touch before update on support_mails for each row execute function app.touch_updated_at();

create table support_inbound (
  digest bytea primary key,
  outcome text not null check (outcome in ('ticket', 'reply', 'noted', 'ignored')),
  reason text,
  ticket_id uuid references support_tickets (id) on delete cascade,
  created_at timestamptz not null default now()
);
comment on table support_inbound is 'Mails that have come in, by the hash of their bytes, so that each is taken once.';
create index support_inbound_old on support_inbound (created_at);
create index support_inbound_of_ticket on support_inbound (ticket_id) where ticket_id is not null;

create table app.support_asks (
  address bytea not null,
  asked_at timestamptz not null default now()
);
comment on table app.support_asks is 'Hashes of addresses that were told their message has arrived, so that nobody is told too often.';
create index support_asks_by_address on app.support_asks (address, asked_at);
create index support_asks_old on app.support_asks (asked_at);

do $$
begin
  call app.protect('support_messages', 'user_id', kept => true);
  call app.protect('support_attachments', 'user_id', kept => true);
  call app.close_to_users('support_mails');
  call app.close_to_users('support_inbound');
  call app.close_to_users('app.support_asks');
end $$;

-- What the desk says to itself is nobody else's, whichever way they ask.
create policy support_messages_public on support_messages as restrictive for all to authenticated
  using (visibility = 'public') with check (visibility = 'public');
create policy support_attachments_public on support_attachments as restrictive for all to authenticated
  using (exists (select from support_messages message where message.id = message_id and message.visibility = 'public'));
