-- Files of leads that are written in the background and downloaded by a signed link.

create table lead_exports (
  id uuid primary key,
  created_by uuid not null,
  format text not null check (format in ('csv', 'json')),
  options jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  -- Who is writing: each attempt has a file of its own, and only the last one's counts.
  attempt uuid,
  total_rows integer,
  rows integer not null default 0,
  bytes bigint not null default 0,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table lead_exports is 'Downloads of leads and how far their files have come; kept for a week.';
create index lead_exports_newest on lead_exports (created_by, created_at desc, id desc);
create index lead_exports_old on lead_exports (created_at);

call app.protect('lead_exports', 'created_by', kept => true);
