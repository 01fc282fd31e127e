-- Leads in numbers, kept while they are written: what is asked of a million leads is answered from some thousand counters.

-- A lead that comes in at the end of time comes in on no day.
alter table leads drop constraint if exists leads_created_finite,
  add constraint leads_created_finite check (isfinite(created_at)) not valid;

-- What statements have changed, one row for each kind of lead they touched; never updated, so that no writer waits for another.
create table lead_count_deltas (
  id bigint generated always as identity primary key,
  created_by uuid not null,
  day date not null,
  source text collate "C" not null,
  campaign_id uuid,
  form_id uuid,
  -- Of leads as they stand; else of a stage they have reached, and after how long.
  status lead_status,
  stage text collate "C",
  after_hours integer,
  leads integer not null,
  score_sum bigint not null,
  scored integer not null
);
comment on table lead_count_deltas is 'By how much the numbers of leads have changed; a worker adds these to lead_counts and takes them away.';
comment on column lead_count_deltas.day is 'The day, UTC, on which the leads came in.';
comment on column lead_count_deltas.after_hours is 'Whole hours from when they came in; -1 where they came in at this stage.';
create index lead_count_deltas_of_owner on lead_count_deltas (created_by);

create table lead_counts (
  created_by uuid not null,
  kind text collate "C" not null check (kind in ('all', 'source', 'origin', 'reached', 'pace')),
  span text collate "C" not null check (span in ('day', 'month')),
  starts date not null,
  key text collate "C" not null,
  state text collate "C" not null,
  after_hours integer not null,
  leads integer not null,
  score_sum bigint not null,
  scored integer not null,
  primary key (created_by, kind, span, starts, key, state, after_hours)
) with (fillfactor = 80);
comment on table lead_counts is 'Numbers of leads by the day and the month, UTC, in which they came in; true together with lead_count_deltas.';
comment on column lead_counts.kind is 'By status: all, source, origin (campaign/form). Of stages: reached, pace (source; qualified and customer).';
comment on column lead_counts.after_hours is
  'Of reached from 0, 168, 720 or 2160 hours on; of pace whole hours within a day, days within 30, then weeks. -1 of whoever came in so.';

-- How long a lead took; null where it has no time for it.
create function app.lead_hours(came timestamptz, reached timestamptz) returns integer language sql stable as $$
  select case when reached <= came then -1 else floor(date_part('epoch', reached - came) / 3600)::integer end
$$;

-- What leads of one kind count as: once as they stand, and once for each stage they have reached. Takes campaign_id, form_id,
-- status and, in hours, the four stages.
create function app.lead_facts(uuid, uuid, public.lead_status, integer, integer, integer, integer)
returns table (campaign_id uuid, form_id uuid, status public.lead_status, stage text, after_hours integer, share integer)
language sql stable as $$
  select $1, $2, $3, null::text, null::integer, 1
  union all
  select null, null, null, stage.name, coalesce(stage.hours, -1), 0
  from (values ('contacted', 1, $4), ('qualified', 2, $5), ('opportunity', 3, $6), ('customer', 4, $7)) as stage (name, rank, hours)
  where stage.hours is not null or stage.rank <= app.lead_stage($3)
$$;

create type app.lead_count_key as (
  kind text collate "C", span text collate "C", starts date, key text collate "C", state text collate "C", after_hours integer
);

-- Which counters a delta belongs to. Takes day, source, campaign_id, form_id, status, stage and after_hours.
create function app.lead_count_keys(date, text, uuid, uuid, public.lead_status, text, integer)
returns setof app.lead_count_key language sql stable as $$
  select counter.kind, span.name, span.starts, counter.key, counter.state, counter.after_hours
  from (values
    ('all' collate "C", '' collate "C", $5::text collate "C", -1),
    ('source', $2, $5::text, -1),
    ('origin', coalesce($3::text, '') || '/' || coalesce($4::text, ''), $5::text, -1),
    ('reached', '', $6, case when $7 < 0 then -1 when $7 < 168 then 0 when $7 < 720 then 168 when $7 < 2160 then 720 else 2160 end),
    ('pace', $2, case when $6 in ('qualified', 'customer') then $6 end,
      case when $7 < 24 then $7 when $7 < 720 then $7 / 24 * 24 else 720 + ($7 - 720) / 168 * 168 end)
  ) as counter (kind, key, state, after_hours)
  cross join (values ('day' collate "C", $1), ('month', date_trunc('month', $1::timestamp)::date)) as span (name, starts)
  where counter.state is not null
$$;
grant execute on function app.lead_count_keys(date, text, uuid, uuid, public.lead_status, text, integer) to authenticated, service_role;

-- Always true: what has been added up, and what has not yet.
create view app.lead_figures with (security_invoker = true) as
  select created_by, kind, span, starts, key, state, after_hours, leads, score_sum, scored from public.lead_counts
  union all
  select delta.created_by, counter.kind, counter.span, counter.starts, counter.key, counter.state, counter.after_hours,
    delta.leads, delta.score_sum, delta.scored
  from (
    select created_by, day, source, campaign_id, form_id, status, stage, after_hours,
      sum(leads)::integer as leads, sum(score_sum)::bigint as score_sum, sum(scored)::integer as scored
    from public.lead_count_deltas group by 1, 2, 3, 4, 5, 6, 7, 8
  ) delta cross join lateral app.lead_count_keys(
    delta.day, delta.source, delta.campaign_id, delta.form_id, delta.status, delta.stage, delta.after_hours) counter;
grant select on app.lead_figures to authenticated, service_role;

-- Whoever writes leads, they are counted as the owner of the tables. Leads that are there already are counted once.
do $$
declare
  counting constant text := $sql$
    insert into public.lead_count_deltas
      (created_by, day, source, campaign_id, form_id, status, stage, after_hours, leads, score_sum, scored)
    select kind.created_by, kind.day, kind.source, fact.campaign_id, fact.form_id, fact.status, fact.stage, fact.after_hours,
      sum(kind.leads), sum(kind.score_sum * fact.share), sum(kind.scored * fact.share)
    from (
      select lead.created_by, (lead.created_at at time zone 'utc')::date as day, left(lead.source, 100) as source,
        lead.campaign_id, lead.form_id, coalesce(lead.status, 'new') as status,
        app.lead_hours(lead.created_at, lead.contacted_at) as contacted,
        app.lead_hours(lead.created_at, lead.qualified_at) as qualified,
        app.lead_hours(lead.created_at, lead.opportunity_at) as opportunity,
        app.lead_hours(lead.created_at, lead.customer_at) as customer,
        sum(lead.sign) as leads, sum(lead.sign * coalesce(lead.lead_score, 0)) as score_sum,
        sum(case when lead.lead_score > 0 then lead.sign else 0 end) as scored
      from (%s) lead where lead.created_by is not null
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) kind cross join lateral app.lead_facts(
      kind.campaign_id, kind.form_id, kind.status, kind.contacted, kind.qualified, kind.opportunity, kind.customer) fact
    group by 1, 2, 3, 4, 5, 6, 7, 8
    having sum(kind.leads) <> 0 or sum(kind.score_sum * fact.share) <> 0 or sum(kind.scored * fact.share) <> 0;
  $sql$;
  event record;
begin
  execute 'alter table leads no force row level security';
  execute format(counting, 'select 1 as sign, * from leads where isfinite(created_at)');
  execute 'alter table leads force row level security';
  -- What a lead was counts less, what it has become counts more.
  for event in select * from (values
    ('insert', 'came', 'new table as came', 'select 1 as sign, * from came'),
    ('update', 'came', 'old table as went new table as came', 'select 1 as sign, * from came union all select -1, * from went'),
    ('delete', 'went', 'old table as went', 'select -1 as sign, * from went')
  ) as event (name, told, tables, leads) loop
    execute format($sql$
      create function app.count_leads_on_%s() returns trigger language plpgsql security definer set search_path = '' as $f$
      begin
        if exists (select from %s) then %s end if;
        return null;
      end $f$
    $sql$, event.name, event.told, format(counting, event.leads));
    execute format('create trigger leads_counted_on_%1$s after %1$s on leads referencing %2$s
      for each statement execute function app.count_leads_on_%1$s()', event.name, event.tables);
  end loop;
end $$;

insert into lead_counts (created_by, kind, span, starts, key, state, after_hours, leads, score_sum, scored)
select created_by, kind, span, starts, key, state, after_hours, sum(leads), sum(score_sum), sum(scored)
from app.lead_figures group by 1, 2, 3, 4, 5, 6, 7;
truncate lead_count_deltas;

call app.protect('lead_count_deltas', 'created_by', kept => true);
call app.protect('lead_counts', 'created_by', kept => true);
-- The triggers count as the owner of the tables, whom forced row-level security would otherwise let write nothing.
create policy lead_count_deltas_counted on lead_count_deltas for insert to current_user with check (true);
