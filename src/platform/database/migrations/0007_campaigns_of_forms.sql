-- A form names only a campaign of its own owner, and none once that campaign is deleted.

create unique index if not exists campaigns_of_owner on campaigns (id, created_by);
create index if not exists lead_capture_forms_by_campaign on lead_capture_forms (campaign_id) where campaign_id is not null;

-- Names of campaigns that are gone or somebody else's are cleared; forced row-level security would hide the rows from us.
alter table campaigns no force row level security;
alter table lead_capture_forms no force row level security;
update lead_capture_forms form set campaign_id = null
where campaign_id is not null and not exists (
  select from campaigns where campaigns.id = form.campaign_id and campaigns.created_by = form.created_by
);
alter table campaigns force row level security;
alter table lead_capture_forms force row level security;

alter table lead_capture_forms add constraint lead_capture_forms_campaign
  foreign key (campaign_id, created_by) references campaigns (id, created_by) on delete set null (campaign_id);
