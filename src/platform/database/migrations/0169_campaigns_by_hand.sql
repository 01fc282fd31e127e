-- A front end writes rows of campaigns itself. What launches, approvals and the clock rest on is not its to write: a row that it
-- made `scheduled` and due would start without ever having been checked or approved.

create function app.campaign_by_hand() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'authenticated' or current_setting('app.via', true) is not distinct from 'api' then
    return coalesce(new, old);
  end if;
  if tg_op = 'DELETE' then
    if old.status in ('active', 'paused') then
      raise exception 'A running campaign is ended before it is deleted: DELETE /api/campaigns/{id} does both.'
        using errcode = 'check_violation';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    new.status := 'draft';
    new.plan := null;
    new.next_run_at := null;
    new.settle_at := null;
    new.run_at := null;
    new.launched_at := null;
    new.completed_at := null;
    return new;
  end if;
  -- Only what nothing runs for may be put away here; every other step is one of PATCH /api/campaigns/{id}/status.
  if not (new.status = 'archived' and old.status in ('draft', 'completed', 'failed', 'cancelled')) then
    new.status := old.status;
  end if;
  new.plan := old.plan;
  new.next_run_at := old.next_run_at;
  new.settle_at := old.settle_at;
  new.run_at := old.run_at;
  new.launched_at := old.launched_at;
  new.completed_at := old.completed_at;
  return new;
end $$;
create trigger campaigns_by_hand before insert or update or delete on campaigns
  for each row execute function app.campaign_by_hand();
