-- Lists of leads in orders other than the newest first, and by what few of them have.

-- The hottest leads of an owner. Scores are few, so that a new lead goes to a page that is at hand. Not `coalesce`: Postgres takes
-- that for something that may leak, and under row-level security would not use the index for a condition.
create index if not exists leads_by_score on leads (created_by, (case when lead_score is null then 0 else lead_score end), id);

-- Leads without tags, as most files have them, cost nothing.
create index if not exists leads_by_tag on leads using gin (tags) where tags <> '{}';

-- The caller's own leads that have one of the tags, or all of them, and maybe others; at most so many. Under row-level security
-- no condition on tags may use an index, so this function filters the tenant itself.
create or replace function public.tagged_leads(wanted text[], all_of_them boolean, at_most integer)
returns setof public.leads language plpgsql stable security definer
set search_path = '' set enable_seqscan = off as $$
declare
  owner constant uuid := auth.uid();
  has_tags constant text := case when all_of_them then 'l.tags @> $2' else 'l.tags && $2' end;
  common integer;
begin
  execute format($query$
    select count(*) from (
      select l.tags from public.leads l where l.created_by = $1 order by l.created_at desc, l.id desc limit 1000
    ) as l where %s
  $query$, has_tags) into common using owner, wanted;
  -- Where the newest often have them there are more than are wanted, and the index would read all of these first.
  if common > 20 then
    return query select l.* from public.leads l where l.created_by = owner order by l.created_at desc, l.id desc limit at_most;
  else
    perform set_config('enable_indexscan', 'off', true);
    return query execute format(
      $query$select l.* from public.leads l where l.created_by = $1 and l.tags <> '{}' and %s limit $3$query$, has_tags)
      using owner, wanted, at_most;
    perform set_config('enable_indexscan', 'on', true);
  end if;
end $$;
comment on function public.tagged_leads is 'The caller''s own leads that have tags, and maybe others; at most so many.';
revoke all on function public.tagged_leads(text[], boolean, integer) from public;
grant execute on function public.tagged_leads(text[], boolean, integer) to authenticated, service_role;
