-- What was agreed to is what the campaign's mail says, and that may stand elsewhere: in a template, in its blocks, in the variants of a
-- test. A digest of all of it is kept with the request and looked at again before anything is sent.

alter table campaigns add column if not exists approved_words text;
comment on column campaigns.approved_words is 'SHA-256 of what its mail said when approval was asked for, in hexadecimal digits, or none; null before that was kept.';

create or replace function app.campaign_approval() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'authenticated' and current_setting('app.via', true) is distinct from 'api' then
    if tg_op = 'INSERT' then
      new.approval_state := 'none';
      new.approved_words := null;
      return new;
    end if;
    new.approval_state := old.approval_state;
    new.approval_required := old.approval_required;
    new.approved_words := old.approved_words;
  end if;
  if tg_op = 'UPDATE' and old.approval_state <> 'none' and
    (new.name, new.type, new.channel, new.channels, new.settings, new.schedule, new.start_date, new.end_date,
     new.budget_allocated, new.total_budget, app.said_by_campaign(new.content))
    is distinct from
    (old.name, old.type, old.channel, old.channels, old.settings, old.schedule, old.start_date, old.end_date,
     old.budget_allocated, old.total_budget, app.said_by_campaign(old.content))
  then
    new.approval_state := 'none';
  end if;
  return new;
end $$;
