-- Mail that is counted without the person, or not at all.

create table email_tracking_policies (
  created_by uuid primary key,
  tracking text not null check (tracking in ('individual', 'aggregate', 'off')),
  updated_at timestamptz not null default now()
);
comment on table email_tracking_policies is 'How mailings that say nothing of their own are tracked.';
call app.protect('email_tracking_policies', 'created_by', kept => true);

create table email_anonymous_counts (
  email_campaign_id uuid not null references email_campaigns (id) on delete cascade,
  day date not null,
  link_id uuid not null,
  created_by uuid not null,
  opens bigint not null default 0,
  clicks bigint not null default 0,
  primary key (email_campaign_id, day, link_id)
);
comment on table email_anonymous_counts is 'Opens and clicks of a mailing by day, of nobody in particular.';
comment on column email_anonymous_counts.link_id is 'The link that was clicked; for opens the mailing itself.';
call app.protect('email_anonymous_counts', 'created_by', kept => true);
