-- What a form asks of visitors before it believes them, and what it tells by mail.

-- What serves once ---------------------------------------------------------------------------------------------------------

-- Known by their hashes alone, so nothing here is anybody's.
create table app.form_once (
  key text collate "C" primary key,
  kind text not null check (kind in ('token', 'challenge', 'delivery')),
  expires_at timestamptz not null
);
comment on table app.form_once is 'Hashes of tokens, solved challenges and deliveries that have been taken and are not taken again.';
create index form_once_old on app.form_once (expires_at);
alter table app.form_once enable row level security;
alter table app.form_once force row level security;
create policy form_once_service on app.form_once for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.form_once to service_role;

-- Who has to confirm -------------------------------------------------------------------------------------------------------

create table form_confirmations (
  id uuid primary key,
  form_id uuid not null references lead_capture_forms (id) on delete cascade,
  created_by uuid not null,
  email text not null,
  email_norm text collate "C" not null,
  submission jsonb,
  ip inet,
  user_agent text,
  asked_at timestamptz[] not null,
  mail_due_at timestamptz,
  mail_attempts integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  lead_id uuid
);
comment on table form_confirmations is 'Submissions of forms with double opt-in: no leads until the link in the mail is followed.';
comment on column form_confirmations.submission is 'What was sent, as it becomes a lead; gone once it has.';
comment on column form_confirmations.asked_at is 'When mails to the address were asked for, the last ones.';
comment on column form_confirmations.mail_due_at is 'When the mail is to be sent, or to be tried again; null when it is not, or has begun to leave.';
create unique index form_confirmations_pending on form_confirmations (form_id, email_norm) where confirmed_at is null;
create index form_confirmations_address on form_confirmations (created_by, email_norm);
create index form_confirmations_due on form_confirmations (mail_due_at) where mail_due_at is not null;
create index form_confirmations_old on form_confirmations (expires_at);
call app.protect('form_confirmations', 'created_by', kept => true);

alter table lead_consents add column form_id uuid;
comment on column lead_consents.form_id is 'The form it was given with; a proof outlives its form.';

-- What owners are told -----------------------------------------------------------------------------------------------------

alter table lead_capture_forms
  add column untold integer not null default 0,
  add column tell_at timestamptz,
  add column told_at timestamptz;
comment on column lead_capture_forms.untold is 'Submissions that the owner has not been told of by mail yet.';
comment on column lead_capture_forms.tell_at is 'When to tell of them, or to try again; null while there is nothing to tell.';
create index lead_capture_forms_untold on lead_capture_forms (tell_at) where tell_at is not null;
create or replace trigger lead_capture_forms_touch before update on lead_capture_forms for each row
  when ((old.submissions_count, old.untold, old.tell_at, old.told_at)
    is not distinct from (new.submissions_count, new.untold, new.tell_at, new.told_at))
  execute function app.touch_updated_at();
