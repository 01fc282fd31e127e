-- Accounts that rest before they are deleted, and those that are gone.

create table app.account_closures (
  subject bytea primary key,
  user_id uuid unique,
  state text not null check (state in ('resting', 'closed')),
  erase_at timestamptz,
  created_at timestamptz not null default now(),
  constraint account_closures_named check (state = 'closed' or (user_id is not null and erase_at is not null))
);
comment on table app.account_closures is 'Accounts that are to be deleted or have been.';
comment on column app.account_closures.subject is 'A keyed hash of the id of the user: tokens that are still about are refused by it.';
comment on column app.account_closures.user_id is 'Emptied once nothing of the account is left.';
create index account_closures_due on app.account_closures (erase_at) where state = 'resting';

-- Goes up with every change, within its transaction: who has read it knows all changes up to it.
create table app.account_edition (
  id boolean primary key default true check (id),
  edition bigint not null default 1
);
insert into app.account_edition default values;

create function app.next_account_edition() returns trigger language plpgsql set search_path = '' as $$
begin
  update app.account_edition set edition = edition + 1;
  return null;
end $$;
create trigger account_closures_edition after insert or update or delete on app.account_closures
  for each statement execute function app.next_account_edition();

do $$
declare
  closed text;
begin
  foreach closed in array array['account_closures', 'account_edition'] loop
    execute format('alter table app.%I enable row level security', closed);
    execute format('alter table app.%I force row level security', closed);
    execute format('create policy %I on app.%I for all to service_role using (true) with check (true)',
      closed || '_service', closed);
  end loop;
end $$;
grant select, insert, update, delete on app.account_closures to service_role;
grant select, update on app.account_edition to service_role;

-- Whose work is not taken up: those who claim due work of all tenants leave it out.
create function app.owners_at_rest() returns uuid[] language sql stable set search_path = '' as $$
  select coalesce(array_agg(user_id), '{}') from app.account_closures where user_id is not null
$$;
comment on function app.owners_at_rest is 'Asked for once in a statement, as (select app.owners_at_rest()).';
