-- How the desk works: when it is open, how fast it wants to be, and what it says often.

create table support_desk (
  is_the_one boolean primary key default true check (is_the_one),
  hours jsonb not null,
  targets jsonb not null,
  notify_email text,
  updated_by uuid,
  updated_at timestamptz not null default now()
);
comment on table support_desk is 'The one row of how the desk works; without it the defaults of the application hold.';

create table support_canned_answers (
  id uuid primary key,
  created_by uuid,
  title text not null,
  shortcut text collate "C",
  body text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table support_canned_answers is 'What the desk says often, with placeholders; all administrators share them.';
create unique index support_canned_answers_shortcut on support_canned_answers (shortcut) where shortcut is not null;
create index support_canned_answers_newest on support_canned_answers (created_at desc, id desc);
create trigger support_canned_answers_touch before update on support_canned_answers for each row
  execute function app.touch_updated_at();

-- Whether anybody knows an address to be dead or to call mail spam.
create index email_suppressions_by_address on email_suppressions (email_norm)
  where reason in ('hard_bounce', 'complaint');

do $$
begin
  call app.close_to_users('support_desk');
  call app.close_to_users('support_canned_answers');
end $$;
