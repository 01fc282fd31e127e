-- Tickets of the support desk. Runs on an empty database and on an existing project that already has `support_tickets`,
-- in either of its two forms.

create table if not exists support_tickets (
  id uuid primary key default gen_random_uuid(),
  user_id uuid,
  email text not null,
  name text not null,
  subject text not null,
  message text not null,
  status text not null default 'open',
  priority text not null default 'normal',
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table support_tickets
  add column if not exists email text,
  add column if not exists name text,
  add column if not exists message text,
  add column if not exists resolved_at timestamptz,
  add column if not exists admin_notes text,
  alter column user_id drop not null;
update support_tickets set email = coalesce(email, ''), name = coalesce(name, ''), message = coalesce(message, ''),
  created_at = coalesce(created_at, now()), updated_at = coalesce(updated_at, created_at, now()),
  status = case when status in ('open', 'in_progress', 'resolved', 'closed') then status else 'open' end,
  priority = case when priority in ('low', 'normal', 'high', 'urgent') then priority else 'normal' end;
alter table support_tickets
  alter column email set not null, alter column name set not null, alter column message set not null,
  alter column status set not null, alter column status set default 'open',
  alter column priority set not null, alter column priority set default 'normal',
  alter column created_at set not null, alter column updated_at set not null,
  drop constraint if exists support_tickets_status_check,
  drop constraint if exists support_tickets_priority_check,
  add constraint support_tickets_status_check check (status in ('open', 'in_progress', 'resolved', 'closed')),
  add constraint support_tickets_priority_check check (priority in ('low', 'normal', 'high', 'urgent')),
  add column email_norm text collate "C" not null generated always as (lower(btrim(email))) stored,
  add column channel text not null default 'web' check (channel in ('web', 'email')),
  add column assignee_id uuid,
  add column labels text[] not null default '{}',
  add column flag text check (flag in ('stranger', 'closed_long_ago')),
  add column related_ticket_id uuid references support_tickets (id) on delete set null,
  add column waiting_since timestamptz,
  add column last_message_at timestamptz not null default now(),
  add column first_response_minutes integer,
  add column first_response_due_at timestamptz,
  add column first_responded_at timestamptz,
  add column first_response_breached_at timestamptz,
  add column resolution_minutes integer,
  add column resolution_due_at timestamptz,
  add column resolution_left_seconds integer,
  add column resolution_breached_at timestamptz,
  add column next_breach_at timestamptz;
update support_tickets set last_message_at = created_at;
comment on table support_tickets is 'What people ask the support desk. Rows without a user were written by guests.';
comment on column support_tickets.flag is 'Why somebody should look twice: a stranger wrote into a thread that is not theirs, or a thread had long been closed.';
comment on column support_tickets.waiting_since is 'Since when the desk waits for the customer; its clock of resolution stands still meanwhile.';
comment on column support_tickets.resolution_left_seconds is 'Of business time, while the clock stands still.';
comment on column support_tickets.next_breach_at is 'The first due time that has not been kept or passed; null while no clock runs.';

create index support_tickets_newest on support_tickets (created_at desc, id desc);
create index support_tickets_by_status on support_tickets (status, created_at desc, id desc);
create index support_tickets_by_assignee on support_tickets (assignee_id, created_at desc, id desc);
create index support_tickets_of_user on support_tickets (user_id, created_at desc, id desc);
create index support_tickets_of_address on support_tickets (email_norm, created_at desc, id desc);
create index support_tickets_by_label on support_tickets using gin (labels);
create index support_tickets_due on support_tickets (next_breach_at) where next_breach_at is not null;
create or replace trigger support_tickets_touch before update on support_tickets for each row
  execute function app.touch_updated_at();

-- What the desk notes about a ticket is nothing its owner reads, not even past the application.
create table support_notes (
  ticket_id uuid primary key references support_tickets (id) on delete cascade,
  user_id uuid,
  notes text not null,
  updated_at timestamptz not null default now()
);
comment on table support_notes is 'What the desk notes about a ticket, for itself alone; user_id is the ticket''s.';
create index support_notes_of_user on support_notes (user_id) where user_id is not null;
insert into support_notes (ticket_id, user_id, notes) select id, user_id, admin_notes from support_tickets where admin_notes is not null;
alter table support_tickets drop column admin_notes;

-- What happened to a ticket, and who did it.
create table support_events (
  id uuid primary key,
  ticket_id uuid not null references support_tickets (id) on delete cascade,
  user_id uuid,
  actor_id uuid,
  kind text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on table support_events is 'What happened to a ticket, newest last; user_id is the ticket''s, actor_id whoever did it, null for the desk itself.';
create index support_events_newest on support_events (ticket_id, created_at desc, id desc);
create index support_events_of_user on support_events (user_id) where user_id is not null;

-- Who may see what ---------------------------------------------------------------------------------------------------

-- An existing project lets anybody insert.
do $$
declare leftover record;
begin
  for leftover in select policyname from pg_policies where schemaname = 'public' and tablename = 'support_tickets'
  loop
    execute format('drop policy %I on public.support_tickets', leftover.policyname);
  end loop;
end $$;
call app.protect('support_tickets', 'user_id', kept => true);

-- Tables of the desk alone: the service reads and writes them, nobody else anything.
create procedure app.close_to_users(desk_table regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', desk_table);
  execute format('alter table %s force row level security', desk_table);
  execute format('create policy %I on %s for all to service_role using (true) with check (true)',
    (select relname from pg_class where oid = desk_table) || '_service', desk_table);
  execute format('grant select, insert, update, delete on %s to service_role', desk_table);
end $$;
do $$
begin
  call app.close_to_users('support_notes');
  call app.close_to_users('support_events');
end $$;
