-- What campaigns have cost, and what was measured of them by the minute.

create table campaign_spend (
  id uuid primary key,
  campaign_id uuid not null,
  created_by uuid not null,
  channel text not null,
  amount numeric(14, 6) not null check (amount <> 0),
  spent_on date not null,
  note text,
  source text not null default 'recorded' check (source in ('recorded', 'ai', 'carried_over')),
  run_id text,
  created_at timestamptz not null default now(),
  foreign key (campaign_id, created_by) references campaigns (id, created_by) on delete cascade
);
comment on table campaign_spend is 'One cost of one campaign on one day; campaigns.budget_spent is their sum. A refund is negative.';
create index campaign_spend_newest on campaign_spend (campaign_id, created_at desc, id desc);
create index campaign_spend_by_day on campaign_spend (campaign_id, spent_on);
create index campaign_spend_of_owner on campaign_spend (created_by, created_at desc, id desc);
create unique index campaign_spend_run on campaign_spend (campaign_id, run_id) where run_id is not null;
call app.protect('campaign_spend', 'created_by', kept => true);

alter table campaigns add column if not exists over_budget_at timestamptz;
comment on column campaigns.over_budget_at is 'When its spend passed its budget; null while it has not.';

-- What was spent before costs were kept one by one.
alter table campaigns no force row level security;
update campaigns set over_budget_at = now() where budget_spent > budget_allocated;
alter table campaign_spend no force row level security;
insert into campaign_spend (id, campaign_id, created_by, channel, amount, spent_on, source)
select gen_random_uuid(), id, created_by, channel, budget_spent, (created_at at time zone 'utc')::date, 'carried_over'
from campaigns where budget_spent > 0;
alter table campaign_spend force row level security;
alter table campaigns force row level security;

-- Budget and spend are written from several sides; whether the one has passed the other is seen here.
create function app.campaign_over_budget() returns trigger language plpgsql set search_path = '' as $$
begin
  new.over_budget_at := case
    when new.budget_spent > new.budget_allocated then
      case when tg_op = 'UPDATE' then coalesce(old.over_budget_at, now()) else now() end
    end;
  return new;
end $$;
create trigger campaigns_over_budget before insert or update of budget_spent, budget_allocated, over_budget_at on campaigns
  for each row execute function app.campaign_over_budget();

create table if not exists campaign_performance_metrics (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid references campaigns (id) on delete cascade,
  metric_name text not null,
  metric_value numeric not null,
  recorded_at timestamptz default now(),
  created_at timestamptz default now()
);
comment on table campaign_performance_metrics is 'One measured value of a campaign at one moment, as front ends and other systems record them.';
create index if not exists campaign_performance_metrics_by_time on campaign_performance_metrics (campaign_id, recorded_at desc);
alter table campaign_performance_metrics enable row level security;
alter table campaign_performance_metrics force row level security;
do $$
declare
  leftover record;
begin
  for leftover in select policyname from pg_policies
    where schemaname = 'public' and tablename = 'campaign_performance_metrics' loop
    execute format('drop policy %I on public.campaign_performance_metrics', leftover.policyname);
  end loop;
end $$;
create policy campaign_performance_metrics_own on campaign_performance_metrics for all to authenticated
  using (exists (select from campaigns where campaigns.id = campaign_id and campaigns.created_by = (select auth.uid())))
  with check (exists (select from campaigns where campaigns.id = campaign_id and campaigns.created_by = (select auth.uid())));
create policy campaign_performance_metrics_service on campaign_performance_metrics for all to service_role
  using (true) with check (true);
grant select, insert, update, delete on campaign_performance_metrics to authenticated, service_role;
