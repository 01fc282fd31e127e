-- Who a user is, and what they prefer. Runs on an empty database and on an existing project that has both tables.

create table if not exists profiles (
  id uuid primary key
);
alter table profiles
  add column if not exists first_name text,
  add column if not exists last_name text,
  add column if not exists avatar_url text,
  add column if not exists phone text,
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now();
comment on table profiles is 'What users say of themselves.';
comment on column profiles.id is 'Of the user.';

create table if not exists user_preferences (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  preference_category text not null,
  preference_data jsonb default '{}'
);
alter table user_preferences
  add column if not exists interface_mode text default 'simple',
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now();
comment on table user_preferences is 'What users prefer, one row for each category.';

-- Of several rows for one category, which projects without the key may have, the last one counts.
delete from user_preferences older using user_preferences newer
where older.user_id = newer.user_id and older.preference_category = newer.preference_category
  and (older.updated_at, older.id) < (newer.updated_at, newer.id);
alter table user_preferences drop constraint if exists user_preferences_user_id_key;
create unique index if not exists user_preferences_category on user_preferences (user_id, preference_category);

do $$
declare
  leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public' and tablename in ('profiles', 'user_preferences')
  loop
    execute format('drop policy %I on %I', leftover.policyname, leftover.tablename);
  end loop;
  call app.protect('profiles', 'id');
  call app.protect('user_preferences', 'user_id');
end $$;

drop trigger if exists profiles_touch on profiles;
create trigger profiles_touch before update on profiles for each row execute function app.touch_updated_at();
drop trigger if exists user_preferences_touch on user_preferences;
create trigger user_preferences_touch before update on user_preferences
  for each row execute function app.touch_updated_at();
