-- Users' own keys, sealed, and the record of what was done with them.
-- Runs on an empty database and on an existing project that already has both tables.

create table if not exists user_secrets (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  service_name text not null,
  encrypted_value text not null,
  initialization_vector text not null
);
alter table user_secrets
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now(),
  add column if not exists last_used_at timestamptz,
  add column if not exists is_active boolean not null default true,
  add column if not exists metadata jsonb not null default '{}',
  add column if not exists key_id text,
  add column if not exists format smallint not null default 1,
  add column if not exists fingerprint text;
alter table user_secrets drop constraint if exists user_secrets_format_check;
alter table user_secrets add constraint user_secrets_format_check
  check (format = 1 or (format = 2 and key_id is not null));
comment on table user_secrets is 'Keys that users have entrusted to us, sealed with AES-256-GCM.';
comment on column user_secrets.encrypted_value is 'Base64 of the ciphertext followed by the 16-byte tag; empty once the owner has removed the key.';
comment on column user_secrets.initialization_vector is 'Base64 of the 12 bytes drawn for this value.';
comment on column user_secrets.updated_at is 'When its owner last changed it; reading it or sealing it anew does not count.';
comment on column user_secrets.key_id is 'The master key it is sealed with: the first 16 hexadecimal digits of its SHA-256; null in rows of the old format.';
comment on column user_secrets.format is '1: nothing but the value is authenticated. 2: so are table, column, user, service and key id.';
comment on column user_secrets.fingerprint is 'The same for the same value of the same user; says nothing about the value.';

create unique index if not exists user_secrets_service on user_secrets (user_id, service_name);

create table if not exists secret_audit_logs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  service_name text not null,
  operation text not null check (operation in ('create', 'read', 'update', 'delete')),
  success boolean not null
);
alter table secret_audit_logs
  add column if not exists ip_address inet,
  add column if not exists user_agent text,
  add column if not exists error_message text,
  add column if not exists created_at timestamptz not null default now();
comment on table secret_audit_logs is 'What was done with users'' keys, by whom, and whether it worked.';

create index if not exists secret_audit_logs_newest on secret_audit_logs (user_id, created_at desc, id desc);

-- An existing project sets updated_at on every change, and so on every use; and its policies are wider than ours.
do $$
declare
  leftover record;
begin
  for leftover in select t.tgname from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = 'user_secrets'::regclass and not t.tgisinternal and p.proname like '%updated_at%'
  loop
    execute format('drop trigger %I on user_secrets', leftover.tgname);
  end loop;
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public' and tablename in ('user_secrets', 'secret_audit_logs')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

update user_secrets set is_active = true where is_active is null;
alter table user_secrets alter column is_active set not null;

call app.protect('user_secrets', 'user_id', kept => true);
call app.protect('secret_audit_logs', 'user_id', kept => true);

-- With a token, an owner sees which keys there are and what was done with them, but not the sealed values: whoever steals a
-- token must not take home what a leaked master key would open. Nobody but the service removes rows, and what is in the
-- record stays as it is.
revoke all on user_secrets, secret_audit_logs from anon, authenticated;
grant select (id, user_id, service_name, created_at, updated_at, last_used_at, is_active, metadata, key_id, format, fingerprint)
  on user_secrets to authenticated;
grant insert, update on user_secrets to authenticated;
grant select, insert on secret_audit_logs to authenticated;
