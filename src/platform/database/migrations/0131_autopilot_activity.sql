-- What was done for its owner without being asked each time. A front end follows its inserts.
-- Runs on an empty database and on an existing project that has the table.

create table if not exists autopilot_activity_log (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  autopilot_config_id uuid,
  activity_type text not null,
  activity_description text not null,
  entity_type text,
  entity_id uuid,
  metadata jsonb,
  impact_metrics jsonb,
  created_at timestamptz not null default now()
);
do $$
declare leftover record;
begin
  for leftover in select policyname from pg_policies
    where schemaname = 'public' and tablename = 'autopilot_activity_log' loop
    execute format('drop policy %I on public.autopilot_activity_log', leftover.policyname);
  end loop;
end $$;

create index if not exists autopilot_activity_log_newest on autopilot_activity_log (user_id, created_at desc, id desc);

call app.protect('autopilot_activity_log', 'user_id', kept => true);
