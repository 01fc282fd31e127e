-- Sequences: mails that follow each other, and who is on the way through them.

create table email_sequences (
  id uuid primary key,
  created_by uuid not null,
  name text not null,
  description text,
  status text not null default 'draft' check (status in ('draft', 'active', 'paused', 'stopped')),
  steps jsonb not null default '[]',
  goal jsonb,
  stop_on_reply boolean not null default true,
  re_entry text not null default 'never' check (re_entry in ('never', 'after_finish')),
  re_entry_days integer not null default 0,
  settings jsonb not null default '{}',
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint email_sequences_name unique (created_by, name)
);
comment on table email_sequences is 'Mails that follow each other: steps with their delays, and when somebody leaves early.';
comment on column email_sequences.steps is '[{key, delay_minutes, subject, html, text, template_id, condition}] in their order.';
comment on column email_sequences.last_error is 'Why it has been paused by itself.';

create index email_sequences_newest on email_sequences (created_by, created_at desc, id desc);
create trigger email_sequences_touch before update on email_sequences for each row execute function app.touch_updated_at();

create table email_sequence_enrolments (
  id uuid primary key,
  sequence_id uuid not null references email_sequences (id) on delete cascade,
  created_by uuid not null,
  lead_id uuid not null,
  email text not null,
  email_norm text collate "C" not null,
  position integer not null default 0,
  status text not null default 'active' check (status in ('active', 'paused', 'completed', 'stopped')),
  held boolean not null default false,
  stop_reason text check (stop_reason in ('replied', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'goal',
                                          'lead_gone', 'by_hand', 'sequence_stopped')),
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
) with (fillfactor = 80);
comment on table email_sequence_enrolments is 'Leads on their way through a sequence, and how they left it.';
comment on column email_sequence_enrolments.position is 'The step that comes next, counted from 0.';
comment on column email_sequence_enrolments.held is 'Its sequence is paused.';

create unique index email_sequence_enrolments_once on email_sequence_enrolments (sequence_id, lead_id)
  where status in ('active', 'paused');
create index email_sequence_enrolments_due on email_sequence_enrolments (due_at) where status = 'active' and not held;
create index email_sequence_enrolments_next on email_sequence_enrolments (sequence_id, due_at)
  where status = 'active' and not held;
create index email_sequence_enrolments_newest on email_sequence_enrolments (sequence_id, created_at desc, id desc);
create index email_sequence_enrolments_lead on email_sequence_enrolments (sequence_id, lead_id, finished_at desc);
create index email_sequence_enrolments_address on email_sequence_enrolments (created_by, email_norm)
  where status in ('active', 'paused');

create table email_sequence_sends (
  enrolment_id uuid not null references email_sequence_enrolments (id) on delete cascade,
  step_key text collate "C" not null,
  sequence_id uuid not null,
  created_by uuid not null,
  outcome text not null check (outcome in ('posted', 'skipped')),
  message_id uuid,
  sent_at timestamptz not null default now(),
  primary key (enrolment_id, step_key)
);
comment on table email_sequence_sends is 'Steps that somebody has come through: their mail, or that they were not meant.';

create index email_sequence_sends_of_sequence on email_sequence_sends (sequence_id, step_key);

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['email_sequences', 'email_sequence_enrolments', 'email_sequence_sends'] loop
    call app.protect(tenant_table::regclass, 'created_by', kept => true);
  end loop;
end $$;
