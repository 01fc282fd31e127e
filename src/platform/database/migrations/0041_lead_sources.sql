-- Other systems that send leads, each with a signature and a mapping of its own.

create table lead_sources (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  items_path text,
  mapping jsonb not null,
  on_match text not null default 'update' check (on_match in ('update', 'fill', 'skip')),
  active boolean not null default true,
  deliveries_count integer not null default 0,
  last_delivery_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table lead_sources is 'Systems that send leads by webhook; what they sign with is kept with the secrets of their owner.';
create index lead_sources_newest on lead_sources (created_by, created_at desc, id desc);
create trigger lead_sources_touch before update on lead_sources for each row
  when ((old.name, old.items_path, old.mapping, old.on_match, old.active)
    is distinct from (new.name, new.items_path, new.mapping, new.on_match, new.active))
  execute function app.touch_updated_at();
call app.protect('lead_sources', 'created_by', kept => true);
