-- What rules of owners have had forgotten, and records that they may have forgotten besides.

create table retention_runs (
  user_id uuid not null,
  kind text not null,
  day date not null,
  deleted bigint not null,
  ran_at timestamptz not null default now(),
  primary key (user_id, kind, day)
);
comment on table retention_runs is 'When records of a kind were looked through by the rule of an owner, and how many went: one row for each day.';
comment on column retention_runs.ran_at is 'The last time on that day, to the hour where nothing went.';
create index retention_runs_oldest on retention_runs (ran_at);
call app.protect('retention_runs', 'user_id', kept => true);

create index webhook_deliveries_settled on webhook_deliveries (user_id, settled_at) where settled_at is not null;
