-- Several variants of one mailing are tried on some of its recipients; the others get the one that does best.

create table email_experiments (
  id uuid primary key,
  created_by uuid not null,
  campaign_id uuid not null unique,
  metric text not null check (metric in ('clicks', 'opens')),
  test_share double precision not null check (test_share > 0 and test_share <= 1),
  hours double precision not null check (hours > 0),
  minimum_sample integer not null,
  threshold double precision not null check (threshold > 0 and threshold < 1),
  loss_at_most double precision not null,
  without_winner text not null check (without_winner in ('first', 'wait')),
  state text not null default 'defined' check (state in ('defined', 'running', 'decided', 'undecided', 'ended')),
  reason text check (reason in ('clear_winner', 'sample_too_small', 'no_clear_winner', 'by_hand', 'campaign_stopped')),
  result jsonb,
  winner_variant uuid,
  rest_variant uuid,
  decided_by uuid,
  decided_at timestamptz,
  look_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table email_experiments is 'A test of variants of a campaign''s mailing; looked at once, when its time is over.';
comment on column email_experiments.result is 'The figures and posteriors that the decision was made by.';
comment on column email_experiments.winner_variant is 'None where the figures do not say which is best.';
comment on column email_experiments.rest_variant is 'What those get who were not tested.';
comment on column email_experiments.decided_by is 'The person who has chosen; none where the figures have.';
comment on column email_experiments.look_at is 'When a worker is to look at it next; none when there is nothing left to do.';
create index email_experiments_due on email_experiments (look_at) where look_at is not null;

create table email_variants (
  id uuid primary key,
  created_by uuid not null,
  experiment_id uuid not null references email_experiments (id) on delete cascade,
  position integer not null,
  label text not null,
  subject text,
  html text,
  text text,
  from_name text,
  words jsonb,
  unique (experiment_id, position)
);
comment on table email_variants is 'What is different in one variant; what is null is as the campaign has it.';
comment on column email_variants.words is 'The whole mail as it was when the campaign was launched: {"subject", "html", "text", "translations", "links"}.';

alter table email_campaigns add column if not exists split jsonb;
comment on column email_campaigns.split is 'How recipients are divided among the variants of its experiment.';

alter table email_messages
  add column if not exists variant_id uuid,
  add column if not exists wanted_at timestamptz;
comment on column email_messages.variant_id is 'The variant this recipient gets; set once. Who waits for a winner has none and due_at = infinity.';
comment on column email_messages.wanted_at is 'When one that waits for a winner was to be sent.';
create index email_messages_varied on email_messages (email_campaign_id, variant_id) where variant_id is not null;

call app.protect('email_experiments', 'created_by', kept => true);
call app.protect('email_variants', 'created_by', kept => true);
