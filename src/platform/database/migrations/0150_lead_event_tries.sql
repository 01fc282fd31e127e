-- An event whose telling fails is told again by itself, a few times, and never holds up the events of others.
alter table lead_events add column tries smallint not null default 0;
alter table lead_events add column try_at timestamptz not null default '-infinity';
comment on column lead_events.tries is 'How often telling it has failed.';
comment on column lead_events.try_at is 'When it is told at the earliest.';
