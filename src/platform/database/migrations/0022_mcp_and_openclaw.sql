-- MCP servers that users have named, and what they allow of each.

create table if not exists mcp_servers (
  id uuid primary key,
  user_id uuid not null,
  name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,49}$'),
  url text not null,
  transport text not null default 'http' check (transport = 'http'),
  auth_header text,
  allowed_tools text[],
  tools_pinned jsonb not null default '[]',
  tools_pinned_at timestamptz,
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table mcp_servers is 'Servers of the Model Context Protocol that an owner has named. What opens one is sealed in user_secrets as mcp_server:<id>.';
comment on column mcp_servers.transport is 'http: Streamable HTTP. Nothing else: a server that is started as a program would be somebody''s code in our process.';
comment on column mcp_servers.auth_header is 'The name of the header that opens the server; null when it is open to all.';
comment on column mcp_servers.allowed_tools is 'Null: every pinned tool that only reads.';
comment on column mcp_servers.tools_pinned is 'Tools as the owner has seen them, each with the SHA-256 of all its server said of it. One that has changed is not called.';

create unique index if not exists mcp_servers_name on mcp_servers (user_id, name);
create index if not exists mcp_servers_newest on mcp_servers (user_id, created_at desc, id desc);

drop trigger if exists mcp_servers_touch on mcp_servers;
create trigger mcp_servers_touch before update on mcp_servers for each row execute function app.touch_updated_at();

call app.protect('mcp_servers', 'user_id', kept => true);

-- The one row of settings of the experimental router. No user reads or writes it; administrators do, through the API.
create table if not exists openclaw_settings (
  id smallint primary key default 1 check (id = 1),
  percentage smallint not null default 0 check (percentage between 0 and 100),
  updated_by uuid,
  updated_at timestamptz not null default now()
);
comment on table openclaw_settings is 'For how many users of a hundred the OpenClaw gateway is chosen.';
alter table openclaw_settings enable row level security;
alter table openclaw_settings force row level security;
drop policy if exists openclaw_settings_service on openclaw_settings;
create policy openclaw_settings_service on openclaw_settings for all to service_role using (true) with check (true);
grant select, insert, update on openclaw_settings to service_role;
