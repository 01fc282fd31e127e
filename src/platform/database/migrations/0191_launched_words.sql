-- Once launched a campaign keeps to the words it was launched with, however its row is changed afterwards: a new name or budget takes
-- back the agreement to the row, and must not let other words pass.

alter table campaigns add column if not exists launched_words text;
comment on column campaigns.launched_words is 'approved_words as they were at the launch; null where it rests on no approval.';

create or replace function app.campaign_approval() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'authenticated' and current_setting('app.via', true) is distinct from 'api' then
    if tg_op = 'INSERT' then
      new.approval_state := 'none';
      new.approved_words := null;
      new.launched_words := null;
      return new;
    end if;
    new.approval_state := old.approval_state;
    new.approval_required := old.approval_required;
    new.approved_words := old.approved_words;
    new.launched_words := old.launched_words;
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

-- What waits for its time, or comes again, and is approved as it stands.
alter table campaigns no force row level security;
update campaigns set launched_words = approved_words
where approval_state = 'approved' and status::text in ('scheduled', 'active', 'paused');
alter table campaigns force row level security;
