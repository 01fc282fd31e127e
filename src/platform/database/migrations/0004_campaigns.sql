-- Campaigns and what launching them did.
-- Runs on an empty database and on an existing project that already has `campaigns`.

do $$ begin
  create type campaign_status as enum
    ('draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled', 'archived');
exception when duplicate_object then null;
end $$;

do $$ begin
  create type campaign_type as enum
    ('email', 'social', 'content', 'paid_ads', 'partnership', 'lead_generation', 'brand_awareness', 'product_launch',
     'other', 'multi_channel');
exception when duplicate_object then null;
end $$;
alter type campaign_type add value if not exists 'other';
alter type campaign_type add value if not exists 'multi_channel';

create table if not exists campaigns (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text,
  type campaign_type not null,
  channel text not null,
  status campaign_status default 'draft',
  total_budget numeric,
  budget_allocated numeric,
  budget_spent numeric,
  start_date timestamptz,
  end_date timestamptz,
  primary_objective text,
  target_audience text,
  channels jsonb,
  demographics jsonb,
  kpi_targets jsonb,
  budget_breakdown jsonb,
  channel_budget_allocation jsonb,
  compliance_checklist jsonb,
  content jsonb,
  settings jsonb,
  metrics jsonb,
  campaign_group_id uuid,
  parent_campaign_id uuid references campaigns (id) on delete set null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint campaigns_dates_check check (start_date is null or end_date is null or start_date <= end_date),
  constraint campaigns_budgets_check check
    (coalesce(total_budget, 0) >= 0 and coalesce(budget_allocated, 0) >= 0 and coalesce(budget_spent, 0) >= 0)
);
alter table campaigns
  add column if not exists auto_managed boolean default false,
  add column if not exists metadata jsonb default '{}',
  add column if not exists launched_at timestamptz,
  add column if not exists completed_at timestamptz;
comment on table campaigns is 'What is to be said to whom over which channels, and how far it has come.';

create unique index if not exists campaigns_created_by_name on campaigns (created_by, name);
create index if not exists campaigns_newest on campaigns (created_by, created_at desc, id desc);
create index if not exists campaigns_by_status on campaigns (created_by, status, created_at desc, id desc);
create index if not exists campaigns_by_type on campaigns (created_by, type, created_at desc, id desc);

drop trigger if exists campaigns_touch on campaigns;
create trigger campaigns_touch before update on campaigns for each row execute function app.touch_updated_at();

call app.protect('campaigns', 'created_by');

-- What each launch, pause, resume and stop did, for the owner to read.
create table if not exists campaign_execution_logs (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid not null references campaigns (id) on delete cascade,
  user_id uuid not null,
  action text not null default 'launch',
  execution_timestamp timestamptz not null default now(),
  results jsonb not null default '{}',
  summary text not null default '',
  status text not null default 'success'
);
comment on table campaign_execution_logs is 'What was done to a campaign, when, and with which outcome per channel.';
create index if not exists campaign_execution_logs_newest on campaign_execution_logs (campaign_id, execution_timestamp desc);

call app.protect('campaign_execution_logs', 'user_id', kept => true);
