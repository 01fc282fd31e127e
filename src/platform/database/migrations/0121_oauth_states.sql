-- Who has begun to connect a service by OAuth, until they come back from it.

create table if not exists oauth_states (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  state_token text not null,
  platform_name text not null,
  redirect_uri text,
  expires_at timestamptz not null default now() + interval '10 minutes',
  created_at timestamptz default now()
);
do $$
declare leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'oauth_states' loop
    execute format('drop policy %I on public.oauth_states', leftover.policyname);
  end loop;
end $$;
-- What was begun before was begun elsewhere.
delete from oauth_states;
create unique index if not exists oauth_states_by_token on oauth_states (state_token);
create index if not exists oauth_states_expired on oauth_states (expires_at);
create index if not exists oauth_states_of on oauth_states (user_id);
comment on table oauth_states is 'Connections that were begun by OAuth and not finished.';
comment on column oauth_states.state_token is 'The SHA-256 of the state that the browser carries.';
call app.protect('oauth_states', 'user_id', kept => true);
