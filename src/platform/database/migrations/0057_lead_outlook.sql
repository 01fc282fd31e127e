-- What screens that read the tables themselves ask of leads: the pipeline in numbers, and how likely and how lively a lead is.

-- The pipeline ---------------------------------------------------------------------------------------------------------

drop view if exists lead_pipeline_summary;
create view lead_pipeline_summary with (security_invoker = true) as
select figure.state::public.lead_status as status, sum(figure.leads)::integer as lead_count,
  round(sum(figure.score_sum)::numeric / sum(figure.leads), 2) as avg_score,
  coalesce(sum(figure.leads) filter (where figure.starts > (now() at time zone 'utc')::date - 7), 0)::integer as new_this_week,
  coalesce(sum(figure.leads) filter (where figure.starts > (now() at time zone 'utc')::date - 30), 0)::integer as new_this_month
from app.lead_figures figure
where figure.kind = 'all' and figure.span = 'day'
group by figure.state having sum(figure.leads) > 0;
comment on view lead_pipeline_summary is
  'The caller''s leads by status: how many, their average score, and how many came in the last 7 and 30 days, UTC, today included.';
revoke all on lead_pipeline_summary from public, anon;
grant select on lead_pipeline_summary to authenticated, service_role;

-- How lively -----------------------------------------------------------------------------------------------------------

-- What a lead did in the last 90 days, each counted half as much for every 30 days that have passed since: a submission, a call, a
-- meeting or a message of the lead's own 5 points, a click 3, an opened mail 1. Of each kind the newest 50 count.
create or replace function app.engagement_points(lead uuid, owner uuid) returns double precision
language sql stable set search_path = '' as $$
  select coalesce(sum(deed.points * power(0.5::float8, extract(epoch from now() - deed.occurred_at)::float8 / 86400 / 30)), 0)
  from (
    (select 5 as points, a.occurred_at from public.lead_activities a
     where a.lead_id = lead and a.created_by = owner
       and (a.activity_type in ('submitted', 'call', 'meeting')
         or (a.activity_type in ('email', 'message') and a.activity_data ->> 'direction' = 'inbound'))
       and a.occurred_at > now() - interval '90 days' and a.occurred_at <= now()
     order by a.occurred_at desc limit 50)
    union all
    (select 3, e.occurred_at from public.lead_engagements e
     where e.lead_id = lead and e.created_by = owner and e.kind = 'clicked'
       and e.occurred_at > now() - interval '90 days' and e.occurred_at <= now()
     order by e.occurred_at desc limit 50)
    union all
    (select 1, e.occurred_at from public.lead_engagements e
     where e.lead_id = lead and e.created_by = owner and e.kind = 'opened'
       and e.occurred_at > now() - interval '90 days' and e.occurred_at <= now()
     order by e.occurred_at desc limit 50)
  ) deed
$$;

create or replace function app.engagement_level_of(points double precision) returns text language sql immutable as $$
  select case when points >= 8 then 'high' when points >= 3 then 'medium' when points > 0 then 'low' else 'none' end
$$;

create or replace function public.engagement_level(lead public.leads) returns text
language sql stable set search_path = '' as $$
  select app.engagement_level_of(app.engagement_points(lead.id, lead.created_by))
$$;
comment on function public.engagement_level(public.leads) is
  'high from 8 points, medium from 3, low, none: what the lead did in 90 days, as app.engagement_points counts. A computed field for REST.';

-- How likely -----------------------------------------------------------------------------------------------------------

-- Of the owner's leads that came as far as this one, how many became customers; and the average score of all.
create or replace function app.conversion_figures(owner uuid, stage integer)
returns table (reached bigint, customers bigint, average_score double precision)
language sql stable set search_path = '' as $$
  select
    coalesce(case when stage = 0 then sum(figure.leads) filter (where figure.kind = 'all')
      else sum(figure.leads) filter (where figure.kind = 'reached'
        and figure.state = (array['contacted', 'qualified', 'opportunity'])[stage]) end, 0),
    coalesce(sum(figure.leads) filter (where figure.kind = 'reached' and figure.state = 'customer'), 0),
    coalesce(sum(figure.score_sum) filter (where figure.kind = 'all')::float8
      / nullif(sum(figure.leads) filter (where figure.kind = 'all'), 0), 0)
  from app.lead_figures figure
  where figure.created_by = owner and figure.kind in ('all', 'reached') and figure.span = 'month'
$$;

-- The share of those that came as far and became customers, with twenty leads put in of which one did, so that few leads promise
-- little. The odds of that double for each 20 points by which the lead scores above the average. Whoever is a customer has
-- become one; whoever is lost will not.
create or replace function app.conversion_probability_of(status public.lead_status, score integer, owner uuid)
returns numeric language sql stable set search_path = '' as $$
  select case
    when status in ('customer', 'converted') then 1
    when status in ('lost', 'disqualified') then 0
    else (
      select round((odds.odds / (1 + odds.odds))::numeric, 3) from (
        select share.share / (1 - share.share) * power(2::float8, (coalesce(score, 0) - share.average_score) / 20) as odds
        from (
          select least(0.99, (customers + 1)::float8 / (reached + 20)) as share, average_score
          from app.conversion_figures(owner, app.lead_stage(status))
        ) share
      ) odds) end
$$;

create or replace function public.conversion_probability(lead public.leads) returns numeric
language sql stable set search_path = '' as $$
  select app.conversion_probability_of(coalesce(lead.status, 'new'), lead.lead_score, lead.created_by)
$$;
comment on function public.conversion_probability(public.leads) is
  'From 0 to 1: how many of the owner''s leads that came as far became customers, moved by the score. A computed field for REST.';

revoke all on function public.engagement_level(public.leads), public.conversion_probability(public.leads) from public;
grant execute on function public.engagement_level(public.leads), public.conversion_probability(public.leads)
  to authenticated, service_role;
grant execute on function app.engagement_points(uuid, uuid), app.engagement_level_of(double precision),
  app.conversion_figures(uuid, integer), app.conversion_probability_of(public.lead_status, integer, uuid)
  to authenticated, service_role;

-- What people have recorded, among all that happened to a lead.
create index if not exists lead_activities_recorded on lead_activities (lead_id, occurred_at desc, id desc)
  where activity_type in ('call', 'meeting', 'email', 'message', 'letter', 'other');
