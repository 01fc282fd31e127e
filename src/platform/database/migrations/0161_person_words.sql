-- A person is erased from rows at once, and from words of other rows by a job: what it looks for stays until it is done.

alter table person_erasures
  add column status text not null default 'completed' constraint person_erasures_status_check check (status in ('running', 'completed')),
  add column sought jsonb,
  add column originals uuid[] not null default '{}',
  add column looked_after_at timestamptz not null default now();
comment on column person_erasures.sought is 'Addresses, numbers and leads that are looked for; emptied when the erasure is complete.';
comment on column person_erasures.originals is 'Documents whose uploaded file mentions the person: files are not altered.';
create index person_erasures_open on person_erasures (looked_after_at) where status = 'running';

-- Each of `finds`, a regular expression, is written over by its word of `insteads`.
create function app.redacted(said text, finds text[], insteads text[]) returns text
language plpgsql immutable set search_path = '' as $$
begin
  for at in 1 .. cardinality(finds) loop
    said := regexp_replace(said, finds[at], insteads[at], 'gi');
  end loop;
  return said;
end $$;

create function app.redacted(said text[], finds text[], insteads text[]) returns text[]
language sql immutable set search_path = '' as $$
  select case when said is null then null else array(
    select app.redacted(item, finds, insteads) from unnest(said) with ordinality as given (item, at) order by at) end
$$;

-- The strings of a document and the names of its fields; a number that is one of those sought becomes null.
create function app.redacted(said jsonb, finds text[], insteads text[]) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return case jsonb_typeof(said)
    when 'string' then to_jsonb(app.redacted(said #>> '{}', finds, insteads))
    when 'number' then case when app.redacted(said::text, finds, insteads) = said::text then said else 'null' end
    when 'array' then coalesce((
      select jsonb_agg(app.redacted(item, finds, insteads) order by at)
      from jsonb_array_elements(said) with ordinality as given (item, at)), '[]')
    when 'object' then coalesce((
      select jsonb_object_agg(app.redacted(key, finds, insteads), app.redacted(value, finds, insteads))
      from jsonb_each(said)), '{}')
    else said end;
end $$;
