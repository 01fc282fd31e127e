-- Visits that the end of their instance breaks off had no figure, so that those of a step did not add up.

alter table workflow_figures
  add column if not exists ended bigint not null default 0,
  add column if not exists goal bigint not null default 0;
comment on column workflow_figures.ended is 'Visits broken off because the instance was cancelled, too old, or without its lead.';
comment on column workflow_figures.goal is 'Visits broken off because the lead had become what the workflow is for.';
