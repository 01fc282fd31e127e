-- What happens here, told to other systems. Noted in the transaction that makes it true, and only where somebody listens: what is
-- written by statements of ours, or may be written past the application, is told by triggers; the rest by OutboundEvents.

create table event_listeners (
  listener_id uuid not null,
  user_id uuid not null,
  pattern text not null check (length(pattern) between 1 and 100),
  primary key (listener_id, pattern)
);
comment on table event_listeners is 'What owners want told: the name of an event, all of a family as lead.*, or *.';
create index event_listeners_by_pattern on event_listeners (pattern, user_id);

create table outbound_events (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  type text not null,
  data jsonb not null default '{}',
  at timestamptz not null default clock_timestamp()
);
comment on table outbound_events is 'What has happened and nobody outside has been told of: emptied by a worker.';

call app.protect('event_listeners', 'user_id', kept => true);
-- A front end that writes rows itself must be able to say what has happened to them.
call app.protect('outbound_events', 'user_id');

create function app.moment(at timestamptz) returns text language sql immutable set search_path = '' as $$
  select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- One event, where its owner has a listener.
create function app.tell_outside(owner uuid, kind text, told jsonb) returns void language sql set search_path = '' as $$
  insert into public.outbound_events (user_id, type, data)
  select owner, kind, told
  where owner is not null and exists (
    select from public.event_listeners listener
    where listener.pattern in (kind, split_part(kind, '.', 1) || '.*', '*') and listener.user_id = owner
  )
$$;

-- Leads: most statements write many, so each is told by one statement, too.

create function app.tell_leads_created() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.event_listeners where pattern in ('lead.created', 'lead.*', '*')) then return null; end if;
  insert into public.outbound_events (user_id, type, data)
  select born.created_by, 'lead.created', jsonb_build_object(
    'lead_id', born.id, 'email', born.email, 'first_name', born.first_name, 'last_name', born.last_name,
    'phone', born.phone, 'company', born.company, 'source', born.source, 'status', born.status,
    'score', born.lead_score, 'tags', coalesce(born.tags, '{}'), 'consent', born.consent,
    'form_id', born.form_id, 'campaign_id', born.campaign_id)
  from born
  -- One that has been restored is not new.
  where born.created_at > now() - interval '1 minute' and exists (
    select from public.event_listeners listener
    where listener.pattern in ('lead.created', 'lead.*', '*') and listener.user_id = born.created_by
  );
  return null;
end $$;
create trigger leads_tell_outside after insert on leads referencing new table as born
  for each statement execute function app.tell_leads_created();

create function app.tell_lead_happenings() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.event_listeners where pattern in ('lead.captured', 'lead.scored', 'lead.*', '*')) then
    return null;
  end if;
  insert into public.outbound_events (user_id, type, data)
  select noted.created_by, happened.type, case happened.type
    when 'lead.captured' then jsonb_build_object('lead_id', noted.lead_id, 'email', lead.email, 'full_name', lead.full_name,
      'form_id', noted.activity_data -> 'form_id', 'answers', coalesce(noted.activity_data -> 'answers', '{}'),
      'campaign_id', lead.campaign_id)
    else jsonb_build_object('lead_id', noted.lead_id, 'email', lead.email,
      'score', noted.activity_data -> 'to', 'former_score', noted.activity_data -> 'from') end
  from noted
  cross join lateral (
    select case noted.activity_type when 'submitted' then 'lead.captured' else 'lead.scored' end as type
  ) happened
  join public.leads lead on lead.id = noted.lead_id
  where noted.activity_type in ('submitted', 'scored') and exists (
    select from public.event_listeners listener
    where listener.pattern in (happened.type, 'lead.*', '*') and listener.user_id = noted.created_by
  );
  return null;
end $$;
create trigger lead_activities_tell_outside after insert on lead_activities referencing new table as noted
  for each statement execute function app.tell_lead_happenings();

-- What becomes of mail, whoever tells it. That it was sent is told where it is settled.

create function app.tell_mail_events() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (
    select from public.event_listeners
    where pattern in ('email.delivered', 'email.opened', 'email.clicked', 'email.bounced', 'email.complained',
      'email.unsubscribed', 'email.*', '*')
  ) then return null; end if;
  insert into public.outbound_events (user_id, type, data)
  select kept.created_by, 'email.' || kept.event_type, jsonb_build_object(
    'message_id', kept.message_id, 'campaign_id', kept.campaign_id, 'lead_id', message.lead_id, 'email', message.email,
    'at', app.moment(kept.timestamp), 'detail', kept.metadata)
  from kept join public.email_messages message on message.id = kept.message_id
  where kept.event_type in ('delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed')
    and not kept.is_machine and exists (
      select from public.event_listeners listener
      where listener.pattern in ('email.' || kept.event_type, 'email.*', '*') and listener.user_id = kept.created_by
    );
  return null;
end $$;
create trigger email_events_tell_outside after insert on email_events referencing new table as kept
  for each statement execute function app.tell_mail_events();

-- What a front end may write itself, row by row: the condition of a trigger costs nothing where it does not hold.

create function app.tell_campaign() returns trigger language plpgsql set search_path = '' as $$
begin
  perform app.tell_outside(new.created_by, 'campaign.' || tg_argv[0], jsonb_build_object(
    'campaign_id', new.id, 'name', new.name, 'type', new.type, 'channel', new.channel, 'status', new.status,
    'start_date', app.moment(new.start_date), 'end_date', app.moment(new.end_date), 'parent_campaign_id', new.parent_campaign_id));
  return null;
end $$;
create trigger campaigns_tell_created after insert on campaigns
  for each row execute function app.tell_campaign('created');
-- What of a campaign its owner has planned; a project of before may lack some of the columns.
create function app.plan_of_campaign(campaign jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select jsonb_object_agg(key, value) from jsonb_each(campaign) where key in ('name', 'description', 'type', 'channel',
    'channels', 'content', 'settings', 'start_date', 'end_date', 'schedule', 'total_budget')
$$;
create trigger campaigns_tell_updated after update on campaigns for each row
  when (app.plan_of_campaign(to_jsonb(old)) is distinct from app.plan_of_campaign(to_jsonb(new)))
  execute function app.tell_campaign('updated');
create trigger campaigns_tell_started after update on campaigns for each row
  when (new.status::text = 'active' and old.status::text is distinct from 'active' and old.status::text is distinct from 'paused')
  execute function app.tell_campaign('started');
create trigger campaigns_tell_completed after update on campaigns for each row
  when (new.status::text = 'completed' and old.status::text is distinct from 'completed')
  execute function app.tell_campaign('completed');

create function app.tell_post() returns trigger language plpgsql set search_path = '' as $$
begin
  perform app.tell_outside(new.user_id, 'social.' || tg_argv[0], jsonb_build_object(
    'post_id', new.id, 'platform', new.platform, 'content', new.content, 'campaign_id', new.campaign_id,
    'network_post_id', new.post_id,
    'posted_at', app.moment(new.posted_at)));
  return null;
end $$;
create trigger social_posts_tell_posted after update on social_posts for each row
  when (new.status::text = 'published' and old.status::text is distinct from 'published') execute function app.tell_post('posted');
create trigger social_posts_tell_failed after update on social_posts for each row
  when (new.status::text = 'failed' and old.status::text is distinct from 'failed') execute function app.tell_post('failed');

create function app.tell_proposal() returns trigger language plpgsql set search_path = '' as $$
begin
  perform app.tell_outside(new.created_by, 'proposal.' || new.status::text, jsonb_build_object(
    'proposal_id', new.id, 'client_name', new.client_name, 'status', new.status, 'value', new.value,
    'currency', new.currency, 'version', new.version));
  return null;
end $$;
create trigger proposals_tell_outside after update on proposals for each row
  when (new.status::text in ('sent', 'accepted', 'rejected') and old.status::text is distinct from new.status::text)
  execute function app.tell_proposal();
