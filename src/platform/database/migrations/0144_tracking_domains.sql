-- Names of an owner's own that links and pictures in their mail go by.

alter table email_identities
  add column tracking_domain text collate "C" check (tracking_domain = lower(tracking_domain)),
  add column tracking_verified_at timestamptz;
comment on column email_identities.tracking_verified_at is 'When the name was found to lead to us; links go by it from then on.';
create unique index email_identities_tracking on email_identities (tracking_domain) where tracking_verified_at is not null;
