-- Who must not be written to any more leaves sequences at once, not when the next step is due.

create table email_sequence_exits (
  created_by uuid not null,
  email_norm text collate "C" not null,
  noted_at timestamptz not null default clock_timestamp(),
  primary key (created_by, email_norm)
);
comment on table email_sequence_exits is 'Addresses on the way through sequences that have been suppressed: written by a trigger, emptied by a worker.';
create index email_sequence_exits_oldest on email_sequence_exits (noted_at);
call app.protect('email_sequence_exits', 'created_by', kept => true);

create function app.note_sequence_exits() returns trigger language plpgsql set search_path = '' as $$
begin
  insert into public.email_sequence_exits (created_by, email_norm)
  select distinct changed.created_by, changed.email_norm from changed
  where exists (select from public.email_sequence_enrolments e
                where e.created_by = changed.created_by and e.email_norm = changed.email_norm
                  and e.status in ('active', 'paused'))
  order by 1, 2
  on conflict do nothing;
  return null;
end $$;
create trigger email_suppressions_note_exits after insert on email_suppressions referencing new table as changed
  for each statement execute function app.note_sequence_exits();

create index email_sequence_enrolments_of_lead on email_sequence_enrolments (created_by, lead_id)
  where status in ('active', 'paused');

-- What may bring leads to the goal of a sequence that has been started before is told from now on, too.
insert into lead_listeners (created_by, kind)
select distinct created_by, kind from email_sequences cross join unnest('{tagged,status_changed,submitted}'::text[]) as kind
where goal is not null and status in ('active', 'paused')
on conflict do nothing;
