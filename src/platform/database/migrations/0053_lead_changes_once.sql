-- Whether an owner follows the changes of leads is asked once for a statement, not for each of its rows.

create or replace function app.note_changed_leads() returns trigger language plpgsql set search_path = '' as $$
declare
  followers uuid[];
begin
  -- The worker that follows changes has just looked at what it writes itself.
  if current_setting('app.following', true) = 'on' then return null; end if;
  select array_agg(owner.created_by) into followers from (
    -- `offset 0`: without it Postgres would ask before it has left out the repetitions.
    select distinct created_by from changed where created_by is not null offset 0
  ) owner where app.follows_leads(owner.created_by);
  if followers is null then return null; end if;
  insert into public.lead_changes (created_by, lead_id)
  select created_by, id from changed where created_by = any (followers);
  return null;
end $$;
