-- Which events count for who waits: those that the step before the wait could not have seen. Times do not say that, for what is
-- written at one moment is seen at another.

alter table lead_events add column xid xid8 not null default pg_current_xact_id();
comment on column lead_events.xid is 'The transaction in which it happened.';

alter table workflow_executions add column seen pg_snapshot, add column seen_by xid8;
comment on column workflow_executions.seen is 'Of one that awaits an event: what had happened when the step before was taken.';
comment on column workflow_executions.seen_by is 'The transaction that brought it to the wait: what it did itself does not count.';
