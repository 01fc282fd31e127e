-- Mails of forms go only to who may be written to, and not without end.

-- What owners are told -----------------------------------------------------------------------------------------------------

alter table lead_capture_forms add column notify_email text;
comment on column lead_capture_forms.notify_email is
  'Where the owner is told of submissions: an address the application has found to be the owner''s; null for nowhere.';

-- What the application counts and has found out is not believed of anybody at the REST interface of Supabase.
create function app.keep_form_news() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    new.notify_email := null;
    new.untold := 0;
    new.tell_at := null;
    new.told_at := null;
    new.submissions_count := 0;
    new.last_submission_at := null;
  else
    new.notify_email := old.notify_email;
    new.untold := old.untold;
    new.tell_at := old.tell_at;
    new.told_at := old.told_at;
    new.submissions_count := old.submissions_count;
    new.last_submission_at := old.last_submission_at;
  end if;
  return new;
end $$;
create trigger lead_capture_forms_news before insert or update on lead_capture_forms for each row
  when (current_user in ('anon', 'authenticated') and current_setting('app.via', true) is distinct from 'api')
  execute function app.keep_form_news();

create table app.form_notices (
  created_by uuid primary key,
  since timestamptz not null,
  mails integer not null
);
comment on table app.form_notices is 'How many mails have told owners of submissions on the last day, UTC, on which one did.';
create index form_notices_old on app.form_notices (since);
alter table app.form_notices enable row level security;
alter table app.form_notices force row level security;
create policy form_notices_service on app.form_notices for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.form_notices to service_role;

-- Who is asked to confirm --------------------------------------------------------------------------------------------------

-- Apart from the submissions, which go with their form: whoever deletes it may not ask again the sooner.
create table app.form_asks (
  address bytea not null,
  created_by uuid not null,
  asked_at timestamptz not null
);
comment on table app.form_asks is 'When addresses, known by their hashes alone, were asked to confirm, and on whose behalf.';
create index form_asks_of_address on app.form_asks (address, asked_at);
create index form_asks_old on app.form_asks (asked_at);
alter table app.form_asks enable row level security;
alter table app.form_asks force row level security;
create policy form_asks_service on app.form_asks for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.form_asks to service_role;

alter table form_confirmations drop column asked_at;
