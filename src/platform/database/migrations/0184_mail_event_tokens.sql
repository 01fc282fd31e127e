-- Tokens that came to endpoints of the platform's own account, whose signature does not cover what it comes with: each is good once.

-- The same for all tenants, and told to none of them: what such a token came with may be about anybody's mail.
create table app.mail_event_tokens (
  key text not null,
  token text collate "C" not null,
  created_at timestamptz not null default now(),
  primary key (key, token)
);
comment on table app.mail_event_tokens is 'Tokens of a provider that were good once, by the key of the endpoint; gone within an hour.';
create index mail_event_tokens_oldest on app.mail_event_tokens (created_at);
alter table app.mail_event_tokens enable row level security;
alter table app.mail_event_tokens force row level security;
create policy mail_event_tokens_service on app.mail_event_tokens for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.mail_event_tokens to service_role;
