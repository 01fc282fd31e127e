-- Roles, the claims functions Supabase has and a plain Postgres lacks, and the platform's own tables.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin noinherit', wanted);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'marketing_app') then
    create role marketing_app nologin noinherit;
  end if;
end $$;

grant anon, authenticated, service_role to marketing_app;
grant marketing_app to current_user;

create schema if not exists auth;
create schema if not exists app;

do $$
begin
  if to_regprocedure('auth.uid()') is null then
    execute $sql$
      create function auth.uid() returns uuid language sql stable as $f$
        select nullif(current_setting('request.jwt.claims', true)::jsonb ->> 'sub', '')::uuid
      $f$
    $sql$;
  end if;
  if to_regprocedure('auth.jwt()') is null then
    execute $sql$
      create function auth.jwt() returns jsonb language sql stable as $f$
        select coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb, '{}'::jsonb)
      $f$
    $sql$;
  end if;
end $$;

grant usage on schema auth, app, public to anon, authenticated, service_role;

create or replace function app.touch_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$;

-- Closes a tenant table: its owner reads and writes own rows, the service reads and writes all, nobody else anything.
-- A table that is `kept` records what happened: its owner may read it from anywhere, but it is written only through the
-- application, which says so in `app.via`; neither a token nor the REST interface of Supabase can.
create or replace procedure app.protect(tenant_table regclass, owner_column name, kept boolean default false)
language plpgsql as $$
declare
  own text := format('%I = (select auth.uid())', owner_column);
  writable text := own || case when kept then ' and current_setting(''app.via'', true) = ''api''' else '' end;
  label text := (select relname from pg_class where oid = tenant_table);
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format('drop policy if exists %I on %s', label || '_own', tenant_table);
  execute format('create policy %I on %s for all to authenticated using (%s) with check (%s)',
    label || '_own', tenant_table, writable, writable);
  execute format('drop policy if exists %I on %s', label || '_read', tenant_table);
  if kept then
    execute format('create policy %I on %s for select to authenticated using (%s)', label || '_read', tenant_table, own);
  end if;
  execute format('drop policy if exists %I on %s', label || '_service', tenant_table);
  execute format('create policy %I on %s for all to service_role using (true) with check (true)',
    label || '_service', tenant_table);
  execute format('grant select, insert, update, delete on %s to authenticated, service_role', tenant_table);
end $$;

-- Answers of POST requests that carried an Idempotency-Key, for 24 hours.
create table app.idempotency_keys (
  scope text not null,
  key text not null,
  request_hash bytea not null,
  state text not null default 'running' check (state in ('running', 'done')),
  status integer,
  body text,
  locked_until timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_keys_created_at on app.idempotency_keys (created_at);

-- Requests counted per subject and minute; every instance adds what it has let through.
create table app.rate_windows (
  subject text not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (subject, window_start)
);
create index rate_windows_window_start on app.rate_windows (window_start);

alter table app.idempotency_keys enable row level security;
alter table app.idempotency_keys force row level security;
create policy idempotency_keys_service on app.idempotency_keys for all to service_role using (true) with check (true);
alter table app.rate_windows enable row level security;
alter table app.rate_windows force row level security;
create policy rate_windows_service on app.rate_windows for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.idempotency_keys, app.rate_windows to service_role;

-- Roles an operator has given. Users see their own; only the service and the database owner write.
create table if not exists user_roles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  company_id uuid,
  role text not null,
  created_at timestamptz not null default now()
);
create index if not exists user_roles_user_id on user_roles (user_id, role);
alter table user_roles enable row level security;
alter table user_roles force row level security;
drop policy if exists user_roles_own on user_roles;
create policy user_roles_own on user_roles for select to authenticated using (user_id = (select auth.uid()));
drop policy if exists user_roles_service on user_roles;
create policy user_roles_service on user_roles for all to service_role using (true) with check (true);
grant select on user_roles to authenticated;
grant select, insert, update, delete on user_roles to service_role;
