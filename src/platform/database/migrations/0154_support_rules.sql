-- Rules of the desk: when something happens to a ticket and conditions hold, it is worked on by nobody.

create table support_rules (
  id uuid primary key,
  name text not null,
  event text not null,
  conditions jsonb not null default '[]',
  actions jsonb not null,
  position integer not null default 0,
  is_active boolean not null default true,
  answers_allowed_by uuid,
  answers_allowed_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table support_rules is 'Rules of the desk; all administrators share them.';
comment on column support_rules.answers_allowed_by is 'Who has allowed the rule to send canned answers; null where nobody has.';
create index support_rules_of_event on support_rules (event, position, id) where is_active;
create trigger support_rules_touch before update on support_rules for each row execute function app.touch_updated_at();

create table support_happenings (
  id uuid primary key,
  ticket_id uuid not null references support_tickets (id) on delete cascade,
  event text not null,
  details jsonb not null,
  due_at timestamptz not null default now(),
  attempts integer not null default 0
);
comment on table support_happenings is 'What has happened to tickets and rules have not looked at yet; what a rule does is never among it.';
create index support_happenings_due on support_happenings (due_at, id);
create index support_happenings_of_ticket on support_happenings (ticket_id);

create table support_rule_runs (
  id uuid primary key,
  rule_id uuid not null references support_rules (id) on delete cascade,
  ticket_id uuid not null references support_tickets (id) on delete cascade,
  happening_id uuid not null,
  event text not null,
  outcome text not null check (outcome in ('done', 'partly', 'failed')),
  actions jsonb not null default '[]',
  answered boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table support_rule_runs is 'Each time a rule applied to a ticket, and what became of its actions.';
create unique index support_rule_runs_once on support_rule_runs (happening_id, rule_id);
create unique index support_rule_runs_one_answer on support_rule_runs (rule_id, ticket_id) where answered;
create index support_rule_runs_of_rule on support_rule_runs (rule_id, created_at desc, id desc);
create index support_rule_runs_of_ticket on support_rule_runs (ticket_id);
create index support_rule_runs_old on support_rule_runs (created_at);

-- Mails by which a rule answers, and how often an address gets one.
alter table support_mails drop constraint support_mails_kind_check,
  add constraint support_mails_kind_check check (kind in ('confirmation', 'reply', 'automatic', 'breach'));
create unique index support_mails_one_automatic on support_mails (message_id) where kind = 'automatic';
alter table app.support_asks add column kind text not null default 'confirmation' check (kind in ('confirmation', 'automatic'));

do $$
begin
  call app.close_to_users('support_rules');
  call app.close_to_users('support_happenings');
  call app.close_to_users('support_rule_runs');
end $$;
