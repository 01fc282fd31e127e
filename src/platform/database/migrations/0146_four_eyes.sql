-- Whoever asks for a campaign to be approved may not be who approves it.

alter table campaign_policies
  add column four_eyes boolean not null default false,
  add column approvers jsonb not null default '[]';
comment on column campaign_policies.approvers is 'Ids of users who may approve the campaigns of the owner beside, or with four_eyes in place of, the owner.';
create index campaign_policies_approvers on campaign_policies using gin (approvers jsonb_path_ops) where approvers <> '[]';
