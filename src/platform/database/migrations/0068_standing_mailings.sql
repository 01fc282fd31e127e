-- Mailings that stay open: single mails are posted to them at any time, each with the words it was posted with.

alter table email_campaigns
  add column if not exists standing_key text,
  add column if not exists transactional boolean not null default false,
  add column if not exists about_campaign_id uuid,
  add column if not exists content_id uuid,
  add column if not exists template_version integer,
  add column if not exists translations jsonb not null default '{}';
comment on column email_campaigns.standing_key is 'What its owner calls a mailing that stays open and belongs to no campaign''s audience.';
comment on column email_campaigns.transactional is 'What its readers have asked for: the frequency cap and withdrawn consent to marketing do not hold it back.';
comment on column email_campaigns.about_campaign_id is 'The campaign that the mails of a standing mailing are counted to by whoever reads them.';
comment on column email_campaigns.content_id is 'What is posted to a standing mailing now is made from.';
comment on column email_campaigns.template_version is 'The revision of the template that the words were taken from.';
comment on column email_campaigns.translations is 'The words in other languages: {"de": {"subject", "html", "text"}}.';

create unique index email_campaigns_standing on email_campaigns (created_by, standing_key) where standing_key is not null;

create table email_contents (
  id uuid primary key,
  email_campaign_id uuid not null references email_campaigns (id) on delete cascade,
  created_by uuid not null,
  digest text collate "C" not null,
  subject_line text not null,
  html text not null,
  text text,
  translations jsonb not null default '{}',
  links jsonb not null default '{}',
  template_id text,
  template_version integer,
  created_at timestamptz not null default now()
);
comment on table email_contents is 'Revisions of the words of standing mailings; a message keeps to the one it was posted with.';
comment on column email_contents.digest is 'SHA-256 of the words: the same words are the same revision.';
comment on column email_contents.links is 'The tracked links of the words: {"https://…": id in email_links}.';

create unique index email_contents_words on email_contents (email_campaign_id, digest);

alter table email_messages
  alter column campaign_id drop not null,
  add column content_id uuid,
  add column dedupe_key text collate "C";
comment on column email_messages.campaign_id is 'Null for a mail of a standing mailing.';
comment on column email_messages.content_id is 'Of a standing mailing, the words that the mail is made from.';
comment on column email_messages.dedupe_key is 'What its owner calls the mail: never posted twice to one standing mailing.';
alter table email_events alter column campaign_id drop not null;

create unique index email_messages_deduped on email_messages (email_campaign_id, dedupe_key) where dedupe_key is not null;

-- Whoever has objected to marketing still gets what was asked for; nobody gets what the address refuses or complained of.
create function app.bars_mail(reason text, transactional boolean) returns boolean
language sql immutable parallel safe set search_path = '' as
$$ select not (transactional and reason in ('unsubscribed', 'consent_withdrawn')) $$;

call app.protect('email_contents', 'created_by', kept => true);
