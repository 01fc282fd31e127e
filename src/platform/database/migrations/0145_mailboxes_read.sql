-- How far mailboxes have been read: they are the platform's own.

create table app.mailboxes_read (
  mailbox text primary key,
  uid_validity text not null,
  last_uid bigint not null,
  updated_at timestamptz not null default now()
);
comment on table app.mailboxes_read is 'The last mail of each mailbox that was read; numbers hold as long as uid_validity is the same (RFC 9051).';
grant select, insert, update, delete on app.mailboxes_read to service_role;
alter table app.mailboxes_read enable row level security;
alter table app.mailboxes_read force row level security;
create policy mailboxes_read_service on app.mailboxes_read for all to service_role using (true) with check (true);
