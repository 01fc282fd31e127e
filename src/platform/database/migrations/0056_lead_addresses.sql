-- What is known of the addresses of leads: found out at every door by rules and lists, and later by asking name servers.

alter table leads
  add column if not exists email_issues text[]
    constraint leads_email_issues_check check (email_issues <@ array['typo', 'disposable', 'role', 'no_mail']),
  add column if not exists email_suggestion text,
  add column if not exists email_quality text generated always as (
    case when email_norm is null or email_issues is null then null
      when email_issues && array['disposable', 'no_mail'] then 'bad'
      when email_issues <> '{}' then 'doubtful' else 'good' end) stored;
comment on column leads.email_issues is 'What speaks against the address; null while nobody has looked, as with rows written past the application.';
comment on column leads.email_suggestion is 'The address that was probably meant.';
comment on column leads.email_quality is 'good: nothing was found; doubtful: a probable slip or an office; bad: thrown away soon, or no mail gets there.';

-- Leads nobody has looked at, and those whose addresses are worth a look.
create index if not exists leads_unjudged on leads (created_by, id) where email_issues is null and email_norm is not null;
create index if not exists leads_by_email_quality on leads (created_by, email_quality, created_at desc, id desc)
  where email_quality <> 'good';

-- What is found out in the background is no change that somebody has made.
create or replace trigger leads_touch before update on leads for each row
  when (current_setting('app.judging', true) is distinct from 'on')
  execute function app.touch_updated_at();

-- Imports --------------------------------------------------------------------------------------------------------------

alter table lead_imports
  add column typo_count integer not null default 0,
  add column disposable_count integer not null default 0,
  add column role_count integer not null default 0;
comment on column lead_imports.disposable_count is 'Rows with an address to throw away, whether they were taken or left out.';

-- Domains of addresses -------------------------------------------------------------------------------------------------

-- The same for all tenants, and told to none of them.
create table app.mail_domains (
  domain text collate "C" primary key,
  route text not null check (route in ('ok', 'none', 'null_mx')),
  checked_at timestamptz not null default now()
);
comment on table app.mail_domains is 'Whether mail to a domain goes anywhere, as its name servers said last.';
create index mail_domains_old on app.mail_domains (checked_at);
alter table app.mail_domains enable row level security;
alter table app.mail_domains force row level security;
create policy mail_domains_service on app.mail_domains for all to service_role using (true) with check (true);
grant select, insert, update, delete on app.mail_domains to service_role;

-- Written by the triggers below, emptied by a worker: no order and no key, so that no writer ever waits for another.
create table lead_domain_checks (
  id bigint generated always as identity primary key,
  created_by uuid not null,
  domain text collate "C" not null,
  lead_ids uuid[] not null,
  attempts integer not null default 0,
  due_at timestamptz not null default now()
);
comment on table lead_domain_checks is 'Domains whose name servers are to be asked, and the leads with addresses there.';
create index lead_domain_checks_due on lead_domain_checks (due_at, id);
call app.protect('lead_domain_checks', 'created_by', kept => true);

-- Domains that are known to take mail are not asked for; nor names that are kept for examples (RFC 2606).
create or replace function app.note_new_addresses() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.lead_domain_checks (created_by, domain, lead_ids)
  select created_by, domain, array_agg(id) from (
    select came.created_by, came.id, came.domain,
      row_number() over (partition by came.created_by, came.domain) / 1000 as chunk
    from (
      select created_by, id, split_part(email_norm, '@', 2) as domain from arrived
      where email_issues is not null and email_norm is not null and created_by is not null
    ) came
    left join app.mail_domains known on known.domain = came.domain and known.route = 'ok'
      and known.checked_at > now() - interval '30 days'
    where known.domain is null and came.domain !~ '(^|\.)(example(\.(com|net|org))?|invalid|localhost|local)$'
  ) lead group by created_by, domain, chunk;
  return null;
end $$;
create or replace trigger leads_came_with_addresses after insert on leads referencing new table as arrived
  for each statement execute function app.note_new_addresses();

create or replace function app.note_other_address() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.lead_domain_checks (created_by, domain, lead_ids)
  select new.created_by, address.domain, array[new.id] from (select split_part(new.email_norm, '@', 2) as domain) address
  where address.domain !~ '(^|\.)(example(\.(com|net|org))?|invalid|localhost|local)$' and not exists (
    select from app.mail_domains known where known.domain = address.domain and known.route = 'ok'
      and known.checked_at > now() - interval '30 days');
  return null;
end $$;
create or replace trigger leads_changed_address after update on leads for each row
  when (new.email_norm is not null and new.email_issues is not null and new.created_by is not null
    and (old.email_norm is distinct from new.email_norm or old.email_issues is null))
  execute function app.note_other_address();

-- The triggers note as the owner of the tables, whom forced row-level security would otherwise let see and write nothing.
create policy lead_domain_checks_noted on lead_domain_checks for insert to current_user with check (true);
create policy mail_domains_looked_up on app.mail_domains for select to current_user using (true);
