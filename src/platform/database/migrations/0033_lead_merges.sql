-- Leads that were one person and have become one lead: what it took, and what it was before.

create table lead_merges (
  id uuid primary key,
  created_by uuid not null,
  into_id uuid not null,
  from_ids uuid[] not null,
  before jsonb not null,
  after jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  undone_at timestamptz
);
comment on table lead_merges is 'Merges of leads; before and after are the columns that changed. The leads that went are in removed_leads.';
create index lead_merges_newest on lead_merges (created_by, created_at desc, id desc);
create index lead_merges_of_lead on lead_merges (into_id, created_at desc);

call app.protect('lead_merges', 'created_by', kept => true);
