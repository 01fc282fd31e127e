-- What a brand is, version by version; its files; how well texts keep to it; and positioning analyses.
-- Runs on an empty database and on an existing project that already has `brand_assets` and `brand_positioning_analyses`.

-- Versions of the profile ---------------------------------------------------------------------------------------------

create table brand_versions (
  id uuid primary key,
  user_id uuid not null,
  version integer not null check (version > 0),
  profile jsonb not null,
  changed_fields text[] not null,
  changed_by uuid not null,
  restored_from integer,
  -- Not when the transaction began: it may have waited for another that changes the same brand.
  created_at timestamptz not null default clock_timestamp()
);
comment on table brand_versions is 'Every state a brand has been in; the newest is the brand as it is.';
comment on column brand_versions.changed_fields is 'The fields in which it differs from the version before.';
comment on column brand_versions.restored_from is 'The version it is a copy of, where one was restored.';
create unique index brand_versions_number on brand_versions (user_id, version);
create index brand_versions_newest on brand_versions (user_id, created_at desc, id desc);

call app.protect('brand_versions', 'user_id', kept => true);

-- A version stays as it is: no token changes or removes one; the service removes those of an account that is deleted.
revoke all on brand_versions from anon, authenticated;
grant select, insert on brand_versions to authenticated;

-- How well texts keep to the brand ------------------------------------------------------------------------------------

create table brand_alignments (
  id uuid primary key,
  user_id uuid not null,
  content_id text not null,
  score numeric not null check (score between 0 and 100),
  brand_version integer,
  created_at timestamptz not null default now()
);
comment on table brand_alignments is 'Scores that texts were given for keeping to the brand, 0 to 100.';
comment on column brand_alignments.brand_version is 'The version of the brand at that time; null when none was saved.';
create index brand_alignments_newest on brand_alignments (user_id, created_at desc, id desc);
create index brand_alignments_of_content on brand_alignments (user_id, content_id, created_at desc, id desc);

call app.protect('brand_alignments', 'user_id', kept => true);

-- Logos, documents and whatever else a front end keeps of a brand -------------------------------------------------------

create table if not exists brand_assets (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  type text not null,
  asset_data jsonb not null default '{}',
  is_primary boolean default false,
  created_by uuid not null
);
alter table brand_assets
  add column if not exists created_at timestamptz default now(),
  add column if not exists updated_at timestamptz default now();
update brand_assets set created_at = coalesce(created_at, now()), updated_at = coalesce(updated_at, now())
where created_at is null or updated_at is null;
alter table brand_assets
  alter column created_at set not null,
  alter column created_at set default now(),
  alter column updated_at set not null,
  alter column updated_at set default now();
comment on table brand_assets is 'Files and documents of a brand. The brand itself is in brand_versions.';
create index if not exists brand_assets_newest on brand_assets (created_by, created_at desc, id desc);
create index if not exists brand_assets_by_type on brand_assets (created_by, type, created_at desc, id desc);

drop trigger if exists brand_assets_touch on brand_assets;
create trigger brand_assets_touch before update on brand_assets for each row execute function app.touch_updated_at();

create table if not exists brand_positioning_analyses (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  positioning_statement text not null,
  differentiators jsonb not null default '[]',
  brand_tone jsonb not null default '{}',
  three_cs_analysis jsonb not null default '{}',
  recommendations jsonb not null default '[]',
  input_data jsonb not null default '{}'
);
alter table brand_positioning_analyses
  add column if not exists created_at timestamptz default now(),
  add column if not exists updated_at timestamptz default now();
update brand_positioning_analyses set created_at = coalesce(created_at, now()), updated_at = coalesce(updated_at, now())
where created_at is null or updated_at is null;
alter table brand_positioning_analyses
  alter column created_at set not null,
  alter column created_at set default now(),
  alter column updated_at set not null,
  alter column updated_at set default now();
comment on table brand_positioning_analyses is 'What the brand stands for against whom, as it was worked out.';
create index if not exists brand_positioning_analyses_newest
  on brand_positioning_analyses (user_id, created_at desc, id desc);

drop trigger if exists brand_positioning_analyses_touch on brand_positioning_analyses;
create trigger brand_positioning_analyses_touch before update on brand_positioning_analyses
  for each row execute function app.touch_updated_at();

do $$
declare leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public' and tablename in ('brand_assets', 'brand_positioning_analyses')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

call app.protect('brand_assets', 'created_by');
call app.protect('brand_positioning_analyses', 'user_id');
