-- Ways out for mail: whose account takes it, by which rule, and how much may pass.

create table email_transports (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  provider text not null check (provider in ('smtp', 'resend', 'sendgrid', 'postmark', 'ses', 'mailgun', 'brevo')),
  options jsonb not null default '{}',
  active boolean not null default true,
  per_minute integer check (per_minute > 0),
  per_day integer check (per_day > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table email_transports is 'SMTP servers and accounts with providers of mail; their passwords and keys are kept with the secrets of their owner.';
create index email_transports_newest on email_transports (created_by, created_at desc, id desc);
create trigger email_transports_touch before update on email_transports for each row execute function app.touch_updated_at();
call app.protect('email_transports', 'created_by', kept => true);

create table email_routes (
  id uuid primary key,
  created_by uuid not null,
  position integer not null default 0,
  stream text check (stream in ('marketing', 'transactional')),
  campaign_id uuid,
  identity_id uuid,
  recipient_domain text,
  transports text[] not null,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table email_routes is 'Which mail goes out by which transports: the first rule that fits decides. What is null fits everything.';
comment on column email_routes.transports is 'Ids of transports, the preferred one first; platform names our own.';
create index email_routes_newest on email_routes (created_by, created_at desc, id desc);
create trigger email_routes_touch before update on email_routes for each row execute function app.touch_updated_at();
call app.protect('email_routes', 'created_by', kept => true);

create table email_allowances (
  subject_id uuid primary key,
  created_by uuid not null,
  tokens double precision not null default 1,
  tokens_at timestamptz not null default now(),
  used_on date not null default (now() at time zone 'utc')::date,
  used integer not null default 0
);
comment on table email_allowances is 'How much of its limits a transport or an identity has used: the bucket of the minute, the count of the day (UTC).';
call app.protect('email_allowances', 'created_by', kept => true);

alter table email_messages
  add column if not exists transport text,
  add column if not exists provider_id text;
comment on column email_messages.transport is 'By which transport it left; platform names our own.';
comment on column email_messages.provider_id is 'How the events of the provider name it.';
create index if not exists email_messages_at_provider on email_messages (provider_id) where provider_id is not null;

alter table email_campaigns
  add column if not exists identity_id uuid,
  drop constraint if exists email_campaigns_hold_check,
  add constraint email_campaigns_hold_check
    check (hold_reason in ('quiet_hours', 'throttle', 'unreadable_settings', 'daily_limit', 'transport'));
comment on column email_campaigns.identity_id is 'The identity whose address it is sent from; without one it is the sender of the platform.';
