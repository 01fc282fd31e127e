-- The whole life of a post is told outside, not only its end.

create or replace function app.tell_post() returns trigger language plpgsql set search_path = '' as $$
begin
  perform app.tell_outside(new.user_id, 'social.' || tg_argv[0], jsonb_build_object(
    'post_id', new.id, 'platform', new.platform, 'content', new.content, 'campaign_id', new.campaign_id,
    'status', new.status, 'scheduled_time', app.moment(new.scheduled_time),
    'network_post_id', new.post_id, 'post_url', new.post_url, 'error', new.last_error,
    'posted_at', app.moment(new.posted_at)));
  return null;
end $$;

create trigger social_posts_tell_created after insert on social_posts for each row
  when (new.user_id is not null and new.status <> 'deleted') execute function app.tell_post('created');
create trigger social_posts_tell_updated after update on social_posts for each row
  when (new.status in ('draft', 'scheduled') and (
    new.content is distinct from old.content or new.hashtags is distinct from old.hashtags
    or new.media_urls is distinct from old.media_urls or new.thread is distinct from old.thread
    or new.scheduled_time is distinct from old.scheduled_time or new.account_id is distinct from old.account_id
    or new.campaign_id is distinct from old.campaign_id))
  execute function app.tell_post('updated');
create trigger social_posts_tell_deleted after update on social_posts for each row
  when (new.status = 'deleted' and old.status <> 'deleted') execute function app.tell_post('deleted');
create trigger social_posts_tell_unknown after update on social_posts for each row
  when (new.status = 'unknown' and old.status <> 'unknown') execute function app.tell_post('unknown');
