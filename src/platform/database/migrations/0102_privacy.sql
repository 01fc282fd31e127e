-- Exports, deletions and receipts of them, what happened to the privacy of an account, and how long its records are kept.
-- Runs on an empty database and on an existing project that has some of these tables.

create table if not exists data_export_requests (
  id uuid primary key default gen_random_uuid(),
  request_id text not null unique,
  user_id uuid not null
);
alter table data_export_requests
  add column if not exists status text not null default 'pending',
  add column if not exists requested_at timestamptz not null default now(),
  add column if not exists started_at timestamptz,
  add column if not exists completed_at timestamptz,
  add column if not exists download_url text,
  add column if not exists attempt uuid,
  add column if not exists bytes bigint not null default 0,
  add column if not exists rows integer not null default 0,
  add column if not exists files integer not null default 0,
  add column if not exists error text;
comment on table data_export_requests is 'Files of everything that is kept of a user. Clients may add a row before they ask for its file.';
comment on column data_export_requests.attempt is 'Who writes the file, or has written it: it lies under this name.';
create index if not exists data_export_requests_newest on data_export_requests (user_id, requested_at desc, id desc);
create index if not exists data_export_requests_old on data_export_requests (requested_at);

create table if not exists data_deletion_requests (
  id uuid primary key default gen_random_uuid(),
  request_id text not null unique,
  user_id uuid not null
);
alter table data_deletion_requests
  add column if not exists status text not null default 'pending',
  add column if not exists requested_at timestamptz not null default now(),
  add column if not exists completed_at timestamptz,
  add column if not exists confirmation_required boolean not null default true;
comment on table data_deletion_requests is 'When users have asked for their account to be deleted, and whether they have thought better of it.';
create index if not exists data_deletion_requests_newest on data_deletion_requests (user_id, requested_at desc, id desc);

create table if not exists privacy_audit_log (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  event_type text not null
);
alter table privacy_audit_log
  add column if not exists details jsonb not null default '{}',
  add column if not exists "timestamp" timestamptz not null default now(),
  add column if not exists ip_address text,
  add column if not exists user_agent text;
comment on table privacy_audit_log is 'What was done with an account that its owner should be able to look up. Rows are added and never change.';
create index if not exists privacy_audit_log_newest on privacy_audit_log (user_id, "timestamp" desc, id desc);

create table retention_rules (
  user_id uuid not null,
  kind text not null,
  days integer not null check (days between 1 and 36500),
  updated_at timestamptz not null default now(),
  primary key (user_id, kind)
);
comment on table retention_rules is 'How many days an owner keeps records of a kind, where that is less than the platform keeps them.';

-- Receipts of accounts: whose account it was is forgotten with the last row of it.
create table app.account_erasures (
  id uuid primary key,
  user_id uuid,
  digest text not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed')),
  attempt uuid,
  counts jsonb not null default '{}',
  files integer not null default 0,
  identity text,
  requested_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  looked_after_at timestamptz not null default now(),
  constraint account_erasures_forgotten check (status <> 'completed' or user_id is null)
);
comment on table app.account_erasures is 'What was deleted of accounts: numbers, times and a keyed hash.';
comment on column app.account_erasures.attempt is 'Who is at work: another changes nothing.';
create unique index account_erasures_open on app.account_erasures (user_id) where user_id is not null;

-- Receipts of people an owner has erased, and the keyed hash by which they are known when they come again.
create table person_erasures (
  id uuid primary key,
  user_id uuid not null,
  mode text not null check (mode in ('delete', 'anonymise')),
  digest text not null,
  counts jsonb not null default '{}',
  requested_at timestamptz not null default now(),
  completed_at timestamptz
);
comment on table person_erasures is 'What was erased of people: numbers, times and a keyed hash.';
create index person_erasures_newest on person_erasures (user_id, requested_at desc, id desc);

create table erased_addresses (
  created_by uuid not null,
  digest bytea not null,
  key_id text not null,
  created_at timestamptz not null default now(),
  primary key (created_by, digest)
);
comment on table erased_addresses is 'Addresses that are never written to again, as hashes that only the platform can make.';

do $$
declare
  leftover record;
begin
  for leftover in select policyname, tablename from pg_policies where schemaname = 'public'
    and tablename in ('data_export_requests', 'data_deletion_requests', 'privacy_audit_log')
  loop
    execute format('drop policy %I on %I', leftover.policyname, leftover.tablename);
  end loop;
  call app.protect('data_export_requests', 'user_id', kept => true);
  call app.protect('data_deletion_requests', 'user_id', kept => true);
  call app.protect('privacy_audit_log', 'user_id', kept => true);
  call app.protect('retention_rules', 'user_id', kept => true);
  call app.protect('person_erasures', 'user_id', kept => true);
  call app.protect('erased_addresses', 'created_by', kept => true);
end $$;

-- What has happened stays as it was told: rows go only with their account.
revoke update, delete on privacy_audit_log from authenticated;
-- Clients add the row of an export themselves, and then ask for its file. What stands in it else is ours to say.
create policy data_export_requests_ask on data_export_requests for insert to authenticated
  with check (user_id = (select auth.uid()) and status = 'pending' and download_url is null and completed_at is null
    and attempt is null and bytes = 0 and rows = 0 and files = 0);

alter table app.account_erasures enable row level security;
alter table app.account_erasures force row level security;
create policy account_erasures_service on app.account_erasures for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.account_erasures to service_role;

-- Words of an owner's documents are counted by a trigger; what is left of them goes with the account.
grant select, delete on app.knowledge_terms to service_role;
create policy knowledge_terms_erased on app.knowledge_terms for delete to service_role using (true);
do $$
begin
  if not exists (select from pg_policies where schemaname = 'app' and tablename = 'knowledge_terms'
                 and 'service_role' = any (roles) and cmd in ('ALL', 'SELECT')) then
    create policy knowledge_terms_counted on app.knowledge_terms for select to service_role using (true);
  end if;
end $$;
