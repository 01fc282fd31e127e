-- Whoever is over a budget is told, also where not the spend rose but the budget was lowered; and the budget of a campaign that
-- comes again is that of all its runs together.

alter table campaigns add column if not exists over_budget_told_at timestamptz;
comment on column campaigns.over_budget_told_at is 'When its owner was told that it is over its budget; null while it is not, or nobody has been told.';

create or replace function app.campaign_over_budget() returns trigger language plpgsql set search_path = '' as $$
begin
  new.over_budget_at := case
    when new.budget_spent > new.budget_allocated then
      case when tg_op = 'UPDATE' then coalesce(old.over_budget_at, now()) else now() end
    end;
  if new.over_budget_at is null then
    new.over_budget_told_at := null;
  elsif current_user = 'authenticated' and current_setting('app.via', true) is distinct from 'api' then
    new.over_budget_told_at := case when tg_op = 'UPDATE' then old.over_budget_told_at end;
  end if;
  return new;
end $$;
drop trigger campaigns_over_budget on campaigns;
create trigger campaigns_over_budget
  before insert or update of budget_spent, budget_allocated, over_budget_at, over_budget_told_at on campaigns
  for each row execute function app.campaign_over_budget();

alter table campaigns no force row level security;
alter table campaign_execution_logs no force row level security;
alter table campaign_spend no force row level security;
-- Nobody has to agree anew to a run for that.
alter table campaigns disable trigger campaigns_approval;
update campaigns set budget_allocated = null
where run_at is not null and parent_campaign_id is not null and budget_allocated is not null;
alter table campaigns enable trigger campaigns_approval;
update campaigns set budget_spent = greatest(0, coalesce(budget_spent, 0) + runs.spent)
from (
  select run.parent_campaign_id as id, sum(spend.amount) as spent
  from campaigns run join campaign_spend spend on spend.campaign_id = run.id
  where run.run_at is not null group by 1
) as runs
where campaigns.id = runs.id;
update campaigns set over_budget_told_at = over_budget_at
where over_budget_at is not null and exists (
  select from campaign_execution_logs log
  where log.campaign_id = campaigns.id and log.action = 'over_budget' and log.execution_timestamp >= campaigns.over_budget_at
);
alter table campaign_spend force row level security;
alter table campaign_execution_logs force row level security;
alter table campaigns force row level security;
