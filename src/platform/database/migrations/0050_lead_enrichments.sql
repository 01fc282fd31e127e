-- What others know of leads: what they have said, kept as long as it holds, and many leads asked about at once.

create table lead_enrichments (
  id uuid primary key,
  created_by uuid not null,
  lead_id uuid not null,
  provider text not null,
  asked text not null,
  fields jsonb not null,
  confidence real,
  cost_micros bigint not null default 0,
  fetched_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table lead_enrichments is 'What a provider has said of a lead: the same question costs nothing until it expires.';
comment on column lead_enrichments.asked is 'SHA-256 of the words of the question, such as the address of the lead.';
comment on column lead_enrichments.fields is 'Each with its value, how sure it is (confidence, 0 to 1) and what it was read from (source).';
comment on column lead_enrichments.confidence is 'That of the least sure field.';
comment on column lead_enrichments.cost_micros is 'What the question cost, in US dollars times a million.';
create unique index lead_enrichments_asked on lead_enrichments (created_by, provider, asked);
create index lead_enrichments_newest on lead_enrichments (lead_id, fetched_at desc, id desc);
create index lead_enrichments_old on lead_enrichments (expires_at);

create table lead_enrichment_runs (
  id uuid primary key,
  created_by uuid not null,
  status text not null default 'queued'
    check (status in ('queued', 'running', 'completed', 'stopped', 'failed', 'cancelled')),
  -- Who is asked; null for everybody who can be.
  providers text[],
  force boolean not null default false,
  segment_id uuid,
  max_cost_micros bigint,
  total integer not null,
  processed integer not null default 0,
  changed integer not null default 0,
  failed integer not null default 0,
  cost_micros bigint not null default 0,
  failures jsonb not null default '[]',
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table lead_enrichment_runs is 'Providers asked about many leads, and how far that has come.';
comment on column lead_enrichment_runs.failures is 'The first hundred questions that failed: lead_id, provider, code.';
create index lead_enrichment_runs_newest on lead_enrichment_runs (created_by, created_at desc, id desc);
create unique index lead_enrichment_runs_open on lead_enrichment_runs (created_by) where status in ('queued', 'running');
create index lead_enrichment_runs_old on lead_enrichment_runs (created_at);

create table lead_enrichment_tasks (
  run_id uuid not null references lead_enrichment_runs (id) on delete cascade,
  lead_id uuid not null,
  created_by uuid not null,
  claimed_by text,
  primary key (run_id, lead_id)
);
comment on table lead_enrichment_tasks is 'Leads that a run has still to ask about; each leaves once it is done.';

call app.protect('lead_enrichments', 'created_by', kept => true);
call app.protect('lead_enrichment_runs', 'created_by', kept => true);
call app.protect('lead_enrichment_tasks', 'created_by', kept => true);
