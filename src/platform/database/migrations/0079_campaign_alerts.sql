-- What monitoring has found of campaigns that stay behind their targets, and why posts could not be published.

create table campaign_alerts (
  id uuid primary key,
  user_id uuid not null,
  campaign_id uuid not null,
  metric text not null check (metric in ('conversion_rate', 'roi')),
  value double precision not null,
  target double precision not null,
  times integer not null default 1,
  raised_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  told_to text,
  told_at timestamptz,
  acknowledged_at timestamptz,
  constraint campaign_alerts_campaign foreign key (campaign_id, user_id) references campaigns (id, created_by)
    on delete cascade
);
comment on table campaign_alerts is 'Campaigns whose conversion rate or return lies below half of its target.';
comment on column campaign_alerts.value is 'As it was measured last.';
comment on column campaign_alerts.times is 'How often it has been found since it was raised.';
comment on column campaign_alerts.told_at is 'When the mail that tells the owner began to leave; never sent again.';

create unique index campaign_alerts_open on campaign_alerts (campaign_id, metric) where acknowledged_at is null;
create index campaign_alerts_newest on campaign_alerts (user_id, raised_at desc, id desc);

call app.protect('campaign_alerts', 'user_id', kept => true);

alter table social_posts add column if not exists last_error text;
comment on column social_posts.last_error is 'Why it could not be published.';
