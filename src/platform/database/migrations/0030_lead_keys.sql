-- By what a lead is known again: a name of the owner's own, and the phone number however it was written.

alter table leads
  add column if not exists external_id text collate "C",
  add column if not exists phone_norm text collate "C";
comment on column leads.external_id is 'The owner''s own name for this person, unique with the owner.';
comment on column leads.phone_norm is 'The phone number as E.164 writes it; null where it is none that could be in use.';

create unique index if not exists leads_external_id on leads (created_by, external_id) where external_id is not null;
create index if not exists leads_by_phone on leads (created_by, phone_norm) where phone_norm is not null;
