-- How many of a campaign's audience would be mailed, counted before anything is sent.

create table campaign_estimates (
  campaign_id uuid primary key references campaigns (id) on delete cascade,
  created_by uuid not null,
  attempt uuid not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  audience jsonb not null,
  settings jsonb not null,
  cursor uuid,
  tally jsonb not null default '{}',
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
comment on table campaign_estimates is 'The newest estimate of each campaign''s audience, and how far its counting has come.';
comment on column campaign_estimates.attempt is 'Names the request: who counts for an older one can change nothing.';
comment on column campaign_estimates.cursor is 'The last lead that was counted; whoever follows goes on behind it.';

call app.protect('campaign_estimates', 'created_by', kept => true);
