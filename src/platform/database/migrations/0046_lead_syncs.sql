-- How far the leads of other systems have been taken over.

create table lead_sync_states (
  created_by uuid not null,
  source text not null,
  -- What has changed since then is asked for, page by page; the cursor is the source's own.
  since timestamptz,
  cursor text,
  -- When the walk through the pages began that is under way: the next one asks for what has changed since.
  begun_at timestamptz,
  -- Who is pulling, and until when nobody else does.
  held_by uuid,
  held_until timestamptz,
  synced_at timestamptz,
  primary key (created_by, source)
);
comment on table lead_sync_states is 'For each owner and source of leads: how far it has been read, and whether somebody is reading.';

call app.protect('lead_sync_states', 'created_by', kept => true);
