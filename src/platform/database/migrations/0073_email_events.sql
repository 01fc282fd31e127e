-- What providers tell of mail they have taken.

create table email_event_endpoints (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  provider text not null check (provider in ('sendgrid', 'postmark', 'mailgun', 'resend', 'brevo', 'ses', 'generic')),
  key text not null unique,
  options jsonb not null default '{}',
  active boolean not null default true,
  events_count bigint not null default 0,
  last_event_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table email_event_endpoints is 'Where providers send what became of mail; what they sign with is kept with the secrets of their owner.';
create index email_event_endpoints_newest on email_event_endpoints (created_by, created_at desc, id desc);
call app.protect('email_event_endpoints', 'created_by', kept => true);

-- A signature that does not cover what it comes with is good once.
create table email_event_tokens (
  endpoint_id uuid not null,
  created_by uuid not null,
  token text not null,
  created_at timestamptz not null default now(),
  primary key (endpoint_id, token)
);
create index email_event_tokens_oldest on email_event_tokens (created_at);
call app.protect('email_event_tokens', 'created_by', kept => true);

alter table email_events
  add column if not exists provider text,
  add column if not exists provider_event_id text,
  add column if not exists is_machine boolean not null default false,
  drop constraint if exists email_events_event_type_check,
  add constraint email_events_event_type_check check (event_type in
    ('sent', 'delivered', 'opened', 'clicked', 'bounced', 'soft_bounced', 'complained', 'unsubscribed', 'resent'));
comment on column email_events.is_machine is 'A machine that looks ahead, or a proxy: kept apart from figures, and nobody is told.';
create unique index if not exists email_events_once on email_events (created_by, provider, provider_event_id)
  where provider is not null;

alter table email_messages
  add column if not exists delivered_at timestamptz,
  add column if not exists complained_at timestamptz;

create table email_soft_bounces (
  created_by uuid not null,
  email_norm text collate "C" not null,
  bounces integer not null default 0,
  last_at timestamptz not null default now(),
  primary key (created_by, email_norm)
);
comment on table email_soft_bounces is 'Soft bounces of an address since mail last reached it.';
call app.protect('email_soft_bounces', 'created_by', kept => true);

alter table email_suppressions
  drop constraint if exists email_suppressions_reason_check,
  add constraint email_suppressions_reason_check check (reason in
    ('unsubscribed', 'hard_bounce', 'soft_bounces', 'complaint', 'consent_withdrawn', 'manual'));
