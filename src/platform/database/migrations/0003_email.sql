-- E-mail: templates, what a campaign sends, one row per recipient, what readers did, and who must not be written to.
-- Runs on an empty database and on an existing project that already has `email_templates` and `email_campaigns`.

-- Templates ----------------------------------------------------------------------------------------------------------

create table if not exists email_templates (
  id text primary key,
  name text not null,
  email_type text not null default 'promotional',
  subject_line text not null,
  html_content text not null,
  text_content text,
  created_by uuid
);
alter table email_templates
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now();
comment on table email_templates is 'Subjects and bodies kept for later use, written in Liquid.';

create index if not exists email_templates_newest on email_templates (created_by, created_at desc, id desc);

-- What a campaign sends ----------------------------------------------------------------------------------------------

create table if not exists email_campaigns (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid,
  subject_line text not null,
  template_id text
);
alter table email_campaigns
  add column if not exists created_by uuid,
  add column if not exists name text not null default '',
  add column if not exists html text not null default '',
  add column if not exists text text,
  add column if not exists from_name text,
  add column if not exists from_email text,
  add column if not exists reply_to text,
  add column if not exists settings jsonb not null default '{}',
  add column if not exists state text not null default 'planning'
    constraint email_campaigns_state_check check (state in ('planning', 'sending', 'paused', 'stopped', 'finished')),
  add column if not exists planned boolean not null default false,
  add column if not exists leftovers boolean not null default false,
  add column if not exists hold_reason text
    constraint email_campaigns_hold_check check (hold_reason in ('quiet_hours', 'throttle')),
  add column if not exists hold_until timestamptz,
  add column if not exists tokens double precision not null default 1,
  add column if not exists tokens_at timestamptz not null default now(),
  add column if not exists served_at timestamptz,
  add column if not exists finished_at timestamptz,
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now();
comment on table email_campaigns is 'What one campaign sends by mail, and how far it has come.';
comment on column email_campaigns.planned is 'All recipients have been added: the mailing is over when none is left.';
comment on column email_campaigns.leftovers is 'Stopped, and some recipients are still to be marked as skipped.';
comment on column email_campaigns.hold_until is 'Nothing is claimed before this time, because of hold_reason.';
comment on column email_campaigns.tokens is 'Mails the throttle lets through at tokens_at; grows with time up to five seconds'' worth.';

create unique index if not exists email_campaigns_campaign on email_campaigns (campaign_id) where created_by is not null;
create index if not exists email_campaigns_working on email_campaigns (served_at nulls first)
  where state = 'sending' or leftovers;

-- Links of a mailing: a click names the link, never the address it leads to ------------------------------------------

create table email_links (
  id uuid primary key default gen_random_uuid(),
  email_campaign_id uuid not null references email_campaigns (id) on delete cascade,
  created_by uuid not null,
  url text not null
);
comment on table email_links is 'Targets of tracked links; a click is looked up here.';

create unique index email_links_target on email_links (email_campaign_id, md5(url));

-- One row per recipient ----------------------------------------------------------------------------------------------

create table email_messages (
  id uuid primary key,
  email_campaign_id uuid not null references email_campaigns (id) on delete cascade,
  campaign_id uuid not null,
  created_by uuid not null,
  step integer not null default 0,
  lead_id uuid,
  email text not null,
  email_norm text collate "C" not null,
  merge jsonb not null default '{}',
  state text not null default 'queued'
    check (state in ('queued', 'claimed', 'sending', 'sent', 'failed', 'unknown', 'skipped')),
  skip_reason text,
  attempt integer not null default 0,
  refusals integer not null default 0,
  lease_until timestamptz,
  due_at timestamptz not null default now(),
  armed_at timestamptz,
  settled_at timestamptz,
  smtp_code integer,
  response text,
  bounced_at timestamptz,
  opened_at timestamptz,
  open_count integer not null default 0,
  clicked_at timestamptz,
  click_count integer not null default 0,
  unsubscribed_at timestamptz,
  resent_by uuid,
  resent_at timestamptz,
  created_at timestamptz not null default now()
) with (fillfactor = 70);
comment on table email_messages is 'One mail to one recipient, and what became of it. Sent at most once per campaign, step and address.';
comment on column email_messages.attempt is 'Number of the latest claim: whoever holds an older one can change nothing.';
comment on column email_messages.armed_at is 'When the server had answered 354 and the first byte was about to leave.';
comment on column email_messages.refusals is 'Temporary refusals so far.';

create unique index email_messages_recipient on email_messages (campaign_id, step, email_norm);
create index email_messages_newest on email_messages (email_campaign_id, id);
create index email_messages_troubled on email_messages (email_campaign_id, state, id)
  where state in ('failed', 'unknown', 'skipped');
create index email_messages_due on email_messages (email_campaign_id, due_at, id) where state = 'queued';
create index email_messages_leased on email_messages (email_campaign_id, lease_until) where state in ('claimed', 'sending');
create index email_messages_addressed on email_messages (created_by, email_norm)
  where state in ('claimed', 'sending', 'sent', 'unknown');

-- What readers did ---------------------------------------------------------------------------------------------------

create table email_events (
  id uuid primary key default gen_random_uuid(),
  message_id uuid not null references email_messages (id) on delete cascade,
  campaign_id uuid not null,
  created_by uuid not null,
  event_type text not null check (event_type in ('opened', 'clicked', 'bounced', 'unsubscribed', 'resent')),
  timestamp timestamptz not null default now(),
  metadata jsonb not null default '{}',
  user_agent text
);
comment on table email_events is 'Opens, clicks, bounces, unsubscriptions and resends, one row each; no network address is kept.';

create index email_events_newest on email_events (created_by, campaign_id, timestamp desc, id desc);
create index email_events_of_message on email_events (message_id);

-- Who must not be written to -----------------------------------------------------------------------------------------

create table email_suppressions (
  created_by uuid not null,
  email_norm text collate "C" not null,
  reason text not null check (reason in ('unsubscribed', 'hard_bounce', 'complaint', 'consent_withdrawn', 'manual')),
  source text,
  created_at timestamptz not null default now(),
  primary key (created_by, email_norm)
);
comment on table email_suppressions is 'Addresses an owner must not write to, and why.';

create index email_suppressions_newest on email_suppressions (created_by, created_at desc, email_norm desc);

-- Who may ------------------------------------------------------------------------------------------------------------

-- An existing project left policies on these two that let any signed-in user do anything.
do $$
declare
  leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public' and tablename in ('email_templates', 'email_campaigns')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['email_templates', 'email_campaigns', 'email_links', 'email_messages',
                                      'email_events', 'email_suppressions'] loop
    call app.protect(tenant_table::regclass, 'created_by', kept => tenant_table <> 'email_templates');
  end loop;
end $$;

create or replace trigger email_templates_touch before update on email_templates
  for each row execute function app.touch_updated_at();
