-- Who withdraws consent leaves sequences at once too, whoever wrote it down and whether or not the address is suppressed.

alter table email_sequence_exits add column withdrawn boolean not null default false;
alter table email_sequence_exits drop constraint email_sequence_exits_pkey;
alter table email_sequence_exits add primary key (created_by, email_norm, withdrawn);
comment on column email_sequence_exits.withdrawn is 'Consent was withdrawn; otherwise the address was suppressed.';
comment on table email_sequence_exits is 'Addresses on the way through sequences that must not be written to any more: written by triggers, emptied by a worker.';

-- As the owner of the tables: a lead may be written by its front end, which writes no notes.
create function app.note_withdrawn_consent() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.email_sequence_exits (created_by, email_norm, withdrawn)
  select distinct e.created_by, e.email_norm, true from public.email_sequence_enrolments e
  where e.created_by = new.created_by and e.lead_id = new.id and e.status in ('active', 'paused')
  order by 1, 2
  on conflict do nothing;
  return null;
end $$;
create trigger leads_withdraw_consent after update of consent on leads for each row
  when (new.consent = 'withdrawn' and old.consent is distinct from new.consent)
  execute function app.note_withdrawn_consent();

create policy email_sequence_exits_noted on email_sequence_exits for insert to current_user with check (true);
create policy email_sequence_enrolments_looked_up on email_sequence_enrolments for select to current_user using (true);
