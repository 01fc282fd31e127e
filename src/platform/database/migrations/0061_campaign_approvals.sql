-- Campaigns that may only be launched once somebody has agreed to them as they are.

alter table campaigns
  add column if not exists approval_required boolean,
  add column if not exists approval_state text not null default 'none'
    constraint campaigns_approval_check check (approval_state in ('none', 'requested', 'approved', 'rejected'));
comment on column campaigns.approval_required is 'Whether it may only be launched when approved; null: as its owner''s policy says.';
comment on column campaigns.approval_state is 'Of the campaign as it is now: every change of what is planned makes it none.';

create table campaign_policies (
  user_id uuid primary key,
  approval_required boolean not null default false,
  updated_at timestamptz not null default now()
);
comment on table campaign_policies is 'What an owner asks of all campaigns that say nothing of their own.';
call app.protect('campaign_policies', 'user_id', kept => true);

create table campaign_approvals (
  id uuid primary key,
  campaign_id uuid not null,
  created_by uuid not null,
  state text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'superseded')),
  requested_by uuid not null,
  note text,
  decided_by uuid,
  comment text,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (campaign_id, created_by) references campaigns (id, created_by) on delete cascade
);
comment on table campaign_approvals is 'Who asked for a campaign to be approved, and who decided what, with which comment.';
create index campaign_approvals_newest on campaign_approvals (campaign_id, created_at desc, id desc);
create index campaign_approvals_of_owner on campaign_approvals (created_by, created_at desc, id desc);
create unique index campaign_approvals_open on campaign_approvals (campaign_id) where state = 'requested';
call app.protect('campaign_approvals', 'created_by', kept => true);

-- What was agreed to was the campaign as it stood. A front end writes the table itself, so the database holds this.
create function app.campaign_approval() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'authenticated' and current_setting('app.via', true) is distinct from 'api' then
    if tg_op = 'INSERT' then
      new.approval_state := 'none';
      return new;
    end if;
    new.approval_state := old.approval_state;
    new.approval_required := old.approval_required;
  end if;
  if tg_op = 'UPDATE' and old.approval_state <> 'none' and
    (new.name, new.type, new.channel, new.channels, new.settings, new.schedule, new.start_date, new.end_date,
     new.budget_allocated, new.total_budget, app.said_by_campaign(new.content))
    is distinct from
    (old.name, old.type, old.channel, old.channels, old.settings, old.schedule, old.start_date, old.end_date,
     old.budget_allocated, old.total_budget, app.said_by_campaign(old.content))
  then
    new.approval_state := 'none';
  end if;
  return new;
end $$;
-- Proposals are kept beside the content and are not sent.
create function app.said_by_campaign(content jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(content, '{}'::jsonb) - 'ai_optimizations' - 'optimization_date' - 'original_version'
$$;
create trigger campaigns_approval before insert or update on campaigns for each row execute function app.campaign_approval();
