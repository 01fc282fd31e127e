-- Since when campaigns wait for their time, and which runs were paused only because their campaign was.

alter table campaigns
  add column if not exists waiting_since timestamptz,
  add column if not exists paused_with_parent boolean not null default false;
comment on column campaigns.waiting_since is 'When it was set to wait for next_run_at, until what is due then is done. A run still to come at that moment was not missed before it.';
comment on column campaigns.paused_with_parent is 'Of a paused run: it goes on with its campaign. One that was paused by itself is resumed by itself.';

-- So far nobody noted when, and all runs went on with their campaign; those whose mail went wrong wait for a person.
alter table campaigns no force row level security;
update campaigns set waiting_since = least(now(), next_run_at) where next_run_at is not null;
alter table email_breaker_trips no force row level security;
update campaigns run set paused_with_parent = true from campaigns parent
where run.parent_campaign_id = parent.id and run.run_at is not null
  and run.status::text = 'paused' and parent.status::text = 'paused'
  and not exists (select from email_breaker_trips t where t.campaign_id = run.id and t.acknowledged_at is null);
alter table email_breaker_trips force row level security;
alter table campaigns force row level security;

create or replace function app.campaign_by_hand() returns trigger language plpgsql set search_path = '' as $$
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
    new.waiting_since := null;
    new.settle_at := null;
    new.run_at := null;
    new.paused_with_parent := false;
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
  new.waiting_since := old.waiting_since;
  new.settle_at := old.settle_at;
  new.run_at := old.run_at;
  new.paused_with_parent := old.paused_with_parent;
  new.launched_at := old.launched_at;
  new.completed_at := old.completed_at;
  return new;
end $$;
