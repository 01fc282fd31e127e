-- Keys by which machines come in as their owner, to as much as the key was given for.

create table api_keys (
  id uuid primary key,
  user_id uuid not null,
  email text,
  name text not null,
  scopes text[] not null,
  hash bytea not null check (length(hash) = 32),
  hint text not null,
  requests_per_minute integer check (requests_per_minute > 0),
  created_at timestamptz not null default now(),
  rotated_at timestamptz,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
comment on table api_keys is 'Keys of machines. What the key itself is cannot be found out from here.';
comment on column api_keys.email is 'The address of the owner when the key was made, as a token would say it.';
comment on column api_keys.hash is 'SHA-256 of 256 random bits, which are the secret part of the key. No token reads it, not even the owner''s.';
comment on column api_keys.hint is 'The last four characters of the key.';
comment on column api_keys.last_used_at is 'To the minute.';
create index api_keys_newest on api_keys (user_id, created_at desc, id desc);

call app.protect('api_keys', 'user_id', kept => true);
revoke select on api_keys from authenticated;
grant select (id, user_id, email, name, scopes, hint, requests_per_minute, created_at, rotated_at, expires_at,
  last_used_at, revoked_at) on api_keys to authenticated;
