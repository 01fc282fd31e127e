-- Keyword research and what it found.
-- Runs on an empty database and on an existing project that already has `keyword_research`.

create table if not exists keyword_research (
  id uuid primary key default gen_random_uuid(),
  created_by uuid not null,
  query text not null,
  keywords jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- What an existing project has kept was calculated and not measured.
alter table keyword_research
  add column if not exists kind text not null default 'research'
    constraint keyword_research_kind_check check (kind in ('research', 'competitor', 'trending', 'analysis')),
  add column if not exists location text,
  add column if not exists language text,
  add column if not exists industry text,
  add column if not exists source text not null default 'estimator',
  add column if not exists estimated boolean not null default true,
  add column if not exists clusters jsonb not null default '[]',
  add column if not exists clustered_by text not null default 'words'
    constraint keyword_research_clustered_by_check check (clustered_by in ('meaning', 'words'));
update keyword_research
  set keywords = coalesce(keywords, '[]'), created_at = coalesce(created_at, updated_at, now()), updated_at = coalesce(updated_at, now())
  where keywords is null or created_at is null or updated_at is null;
alter table keyword_research
  alter column keywords set not null,
  alter column created_at set not null,
  alter column updated_at set not null;
comment on table keyword_research is 'What was asked about keywords, and the figures that came back then.';
comment on column keyword_research.estimated is 'The figures were calculated from the words and not measured.';

create index if not exists keyword_research_newest on keyword_research (created_by, created_at desc, id desc);

drop trigger if exists keyword_research_touch on keyword_research;
create trigger keyword_research_touch before update on keyword_research for each row execute function app.touch_updated_at();

call app.protect('keyword_research', 'created_by');
