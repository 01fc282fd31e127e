-- Which reason not to write to an address binds most, and what was taken off the list.

create function app.suppression_weight(reason text) returns integer
language sql immutable parallel safe set search_path = '' as
$$ select case reason when 'unsubscribed' then 1 when 'consent_withdrawn' then 2 when 'manual' then 3
     when 'soft_bounces' then 4 when 'hard_bounce' then 5 when 'complaint' then 6 else 0 end $$;

create table email_suppression_removals (
  id uuid primary key,
  created_by uuid not null,
  email_norm text collate "C" not null,
  reason text not null,
  removal_reason text not null,
  suppressed_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table email_suppression_removals is 'Addresses that were taken off the list, with what they were on it for and why they no longer are.';
create index email_suppression_removals_newest on email_suppression_removals (created_by, created_at desc, id desc);
call app.protect('email_suppression_removals', 'created_by', kept => true);
