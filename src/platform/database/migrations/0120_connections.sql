-- What users have connected: services for social networks and the networks themselves, with what was let in.
-- Runs on an empty database and on an existing project that has these tables.

create table if not exists integration_connections (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  service_name text not null,
  connection_status text not null default 'disconnected',
  sync_status text not null default 'idle',
  last_sync_at timestamptz,
  configuration jsonb default '{}',
  error_message text,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
alter table integration_connections
  add column if not exists created_at timestamptz default now(),
  add column if not exists updated_at timestamptz default now(),
  add column if not exists auth text,
  add column if not exists account_id text,
  add column if not exists account_name text,
  add column if not exists connected_at timestamptz,
  add column if not exists scopes text[] not null default '{}',
  add column if not exists token_expires_at timestamptz,
  add column if not exists refreshable boolean not null default false,
  add column if not exists credential_version integer not null default 0,
  add column if not exists refreshing_until timestamptz;

do $$
declare leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'integration_connections' loop
    execute format('drop policy %I on public.integration_connections', leftover.policyname);
  end loop;
end $$;

-- Of two names for one service, the row that was written last stays.
create function pg_temp.plain_name(name text) returns text language sql immutable as $$
  select case replace(lower(name), '_', '-') when 'sprout' then 'sprout-social' when 'x' then 'twitter'
    else replace(lower(name), '_', '-') end
$$;
delete from integration_connections one using integration_connections other
where one.user_id = other.user_id and one.ctid < other.ctid
  and pg_temp.plain_name(one.service_name) = pg_temp.plain_name(other.service_name);

-- Nothing that was connected before had a credential we hold: it has to be connected again.
update integration_connections set
  service_name = pg_temp.plain_name(service_name),
  connection_status = case when connection_status in ('disconnected', 'error', 'pending') then connection_status else 'disconnected' end,
  sync_status = case when sync_status in ('idle', 'success', 'error') then sync_status else 'idle' end,
  configuration = case when jsonb_typeof(configuration) = 'object' then configuration else '{}' end,
  created_at = coalesce(created_at, now()),
  updated_at = coalesce(updated_at, now());
drop function pg_temp.plain_name(text);
alter table integration_connections
  alter column configuration set not null,
  alter column configuration set default '{}',
  alter column created_at set not null,
  alter column updated_at set not null,
  drop constraint if exists integration_connections_connection_status_check,
  add constraint integration_connections_connection_status_check
    check (connection_status in ('connected', 'disconnected', 'error', 'pending')),
  drop constraint if exists integration_connections_sync_status_check,
  add constraint integration_connections_sync_status_check check (sync_status in ('idle', 'syncing', 'error', 'success')),
  add constraint integration_connections_auth_check check (auth in ('key', 'token', 'oauth'));
create unique index if not exists integration_connections_by_service on integration_connections (user_id, service_name);
create unique index if not exists integration_connections_owned on integration_connections (id, user_id);
create index if not exists integration_connections_newest on integration_connections (user_id, created_at desc, id desc);
create index if not exists integration_connections_expiring on integration_connections (token_expires_at)
  where refreshable and connection_status = 'connected';
comment on table integration_connections is 'Services and social networks that a user has connected; keys and tokens are kept with their secrets.';
comment on column integration_connections.credential_version is 'Counts the tokens that have been kept for it.';
comment on column integration_connections.refreshing_until is 'Until then one process asks for a new token, and the others wait for it.';
drop trigger if exists integration_connections_touch on integration_connections;
create trigger integration_connections_touch before update on integration_connections for each row execute function app.touch_updated_at();
call app.protect('integration_connections', 'user_id', kept => true);

create table connection_profiles (
  id uuid primary key,
  user_id uuid not null,
  connection_id uuid not null,
  network text not null,
  profile_id text not null,
  name text not null,
  username text,
  avatar_url text,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  unique (connection_id, profile_id),
  foreign key (connection_id, user_id) references integration_connections (id, user_id) on delete cascade
);
comment on table connection_profiles is 'Accounts, pages and channels that a connection can post to.';
comment on column connection_profiles.profile_id is 'As the service names it.';
create index connection_profiles_by_network on connection_profiles (user_id, network) where active;
call app.protect('connection_profiles', 'user_id', kept => true);
