-- Senders: addresses that their owners have shown to be theirs, and what signs their mail.

create table email_identities (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  from_name text,
  from_email text not null,
  from_norm text collate "C" not null,
  reply_to text,
  verified_at timestamptz,
  verified_by text check (verified_by in ('link', 'dns')),
  asked_at timestamptz,
  dns_token text not null,
  dkim_selector text not null,
  dkim_public_key text not null,
  dkim_active boolean not null default false,
  per_minute integer check (per_minute > 0),
  per_day integer check (per_day > 0),
  warm_up_from date,
  warm_up_start integer check (warm_up_start > 0),
  warm_up_growth double precision check (warm_up_growth between 1 and 10),
  warm_up_target integer check (warm_up_target > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table email_identities is 'Addresses to send from. The key that signs their mail is kept with the secrets of their owner.';
comment on column email_identities.asked_at is 'When the address was last sent a link to confirm.';
create unique index email_identities_address on email_identities (created_by, from_norm);
create index email_identities_newest on email_identities (created_by, created_at desc, id desc);
create trigger email_identities_touch before update on email_identities for each row execute function app.touch_updated_at();
call app.protect('email_identities', 'created_by', kept => true);
