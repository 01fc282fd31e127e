-- A mailing whose mail is refused or complained about too often is paused by itself, and its owner is told.

alter table email_campaigns add column if not exists watched_since timestamptz not null default now();
comment on column email_campaigns.watched_since is 'What became of its mails before is not counted against it any more.';

create table email_breaker_trips (
  id uuid primary key,
  created_by uuid not null,
  email_campaign_id uuid not null references email_campaigns (id) on delete cascade,
  campaign_id uuid not null,
  rate text not null check (rate in ('hard_bounce', 'complaint', 'failure')),
  percent double precision not null,
  limit_percent double precision not null,
  mails integer not null,
  troubled integer not null,
  tripped_at timestamptz not null default now(),
  told_to text,
  told_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid
);
comment on table email_breaker_trips is 'When a mailing was paused by itself, by which figures, and who has gone on with it.';
comment on column email_breaker_trips.mails is 'Mails with a known end when it tripped.';
comment on column email_breaker_trips.told_at is 'When the mail that tells the owner began to leave; never sent again.';
create unique index email_breaker_trips_open on email_breaker_trips (email_campaign_id) where acknowledged_at is null;
create index email_breaker_trips_newest on email_breaker_trips (created_by, campaign_id, tripped_at desc, id desc);

create index email_events_complaints on email_events (campaign_id, timestamp) where event_type = 'complained';
create index email_messages_bounced on email_messages (email_campaign_id, bounced_at) where bounced_at is not null;

call app.protect('email_breaker_trips', 'created_by', kept => true);

-- Whoever goes on with a mailing that has paused itself has seen why, and it is watched anew.
create function app.mailing_resumed() returns trigger language plpgsql set search_path = '' as $$
begin
  update public.email_breaker_trips set acknowledged_at = now(), acknowledged_by = auth.uid()
  where email_campaign_id = new.id and acknowledged_at is null;
  if found then
    new.watched_since := now();
  end if;
  return new;
end $$;
create trigger email_campaigns_resumed before update of state on email_campaigns for each row
  when (old.state = 'paused' and new.state in ('planning', 'sending')) execute function app.mailing_resumed();

-- Where a person has signed up by mail. A database without accounts of its own, or which keeps them to itself, knows nobody.
create function app.mail_address_of(person uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  found_address text;
begin
  if to_regclass('auth.users') is null then
    return null;
  end if;
  execute 'select email from auth.users where id = $1' into found_address using person;
  return found_address;
exception when insufficient_privilege or undefined_column then
  return null;
end $$;
revoke execute on function app.mail_address_of(uuid) from public;
grant execute on function app.mail_address_of(uuid) to service_role;
