-- What campaigns have been measured to reach. Runs on an empty database and on an existing project that has the table.

create table if not exists campaign_metrics (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid not null references campaigns (id) on delete cascade,
  metric_type text not null,
  metric_value numeric not null,
  metric_date date not null,
  additional_data jsonb,
  recorded_at timestamptz default now()
);
comment on table campaign_metrics is 'One measured value of a campaign on one day: rates in per cent, money in the currency of the campaign.';

create index if not exists campaign_metrics_by_day on campaign_metrics (campaign_id, metric_date desc, metric_type);

-- The owner is the campaign's.
alter table campaign_metrics enable row level security;
alter table campaign_metrics force row level security;
do $$
declare
  leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'campaign_metrics' loop
    execute format('drop policy %I on public.campaign_metrics', leftover.policyname);
  end loop;
end $$;
create policy campaign_metrics_own on campaign_metrics for all to authenticated
  using (exists (select from campaigns where campaigns.id = campaign_id and campaigns.created_by = (select auth.uid())))
  with check (exists (select from campaigns where campaigns.id = campaign_id and campaigns.created_by = (select auth.uid())));
create policy campaign_metrics_service on campaign_metrics for all to service_role using (true) with check (true);
grant select, insert, update, delete on campaign_metrics to authenticated, service_role;
