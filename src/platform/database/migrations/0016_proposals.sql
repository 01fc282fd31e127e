-- Proposals, their versions, and the templates they are made from.
-- Runs on an empty database and on an existing project that already has `proposals` and `proposal_templates`.

create table if not exists proposals (
  id uuid primary key default gen_random_uuid(),
  client_name text not null,
  template_type text not null,
  status text not null default 'draft',
  content jsonb,
  pricing jsonb,
  timeline jsonb,
  terms jsonb,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table proposals
  add column if not exists client_info jsonb not null default '{}',
  add column if not exists sections jsonb not null default '[]',
  add column if not exists currency text not null default 'USD',
  add column if not exists locale text not null default 'en-US',
  add column if not exists discount_percent numeric not null default 0,
  add column if not exists tax_percent numeric not null default 0,
  add column if not exists tax_label text,
  add column if not exists valid_until date,
  add column if not exists value numeric,
  add column if not exists version integer not null default 1,
  add column if not exists request jsonb,
  add column if not exists provenance jsonb,
  add column if not exists brand jsonb,
  add column if not exists saved_at timestamptz not null default now(),
  add column if not exists sent_at timestamptz,
  add column if not exists decided_at timestamptz;
comment on table proposals is 'What is offered to a client, as it stands now; earlier versions are in proposal_versions.';
comment on column proposals.pricing is 'Lines of {item, description, price, quantity}; the price is in major units of the currency, for one.';
comment on column proposals.value is 'What the client would pay, in major units of the currency; null where a row was not written through the API.';
comment on column proposals.saved_at is 'When the version was saved; updated_at also moves with the status.';
comment on column proposals.request is 'What the draft was made from, the call transcript included; shown to nobody but the owner.';

-- An existing project may have no times, other statuses, or rows without an owner, which stay out of everybody's sight.
update proposals set created_at = now() where created_at is null;
update proposals set updated_at = created_at where updated_at is null;
alter table proposals alter column created_at set not null, alter column updated_at set not null;
update proposals set status = 'draft' where status not in ('draft', 'sent', 'accepted', 'rejected', 'archived');
do $$ begin
  alter table proposals add constraint proposals_status_check
    check (status in ('draft', 'sent', 'accepted', 'rejected', 'archived'));
exception when duplicate_object then null;
end $$;

create index if not exists proposals_newest on proposals (created_by, created_at desc, id desc);
create index if not exists proposals_by_status on proposals (created_by, status, created_at desc, id desc);
create or replace trigger proposals_touch before update on proposals for each row
  execute function app.touch_updated_at();

-- Each version whole: a proposal is small, and a version can be read and restored without any other.
create table if not exists proposal_versions (
  id uuid primary key default gen_random_uuid(),
  proposal_id uuid not null references proposals (id) on delete cascade,
  created_by uuid not null,
  version integer not null,
  body jsonb not null,
  changes text[] not null default '{}',
  value numeric,
  created_at timestamptz not null default now()
);
comment on table proposal_versions is 'What a proposal said at each version; the newest hundred of each proposal are kept.';
create unique index if not exists proposal_versions_number on proposal_versions (proposal_id, version);
create index if not exists proposal_versions_newest on proposal_versions (proposal_id, created_at desc, id desc);

create table if not exists proposal_templates (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text not null,
  category text,
  sections jsonb,
  is_active boolean default true,
  user_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table proposal_templates
  add column if not exists default_services jsonb not null default '[]',
  add column if not exists section_titles jsonb not null default '{}',
  add column if not exists section_texts jsonb not null default '{}',
  add column if not exists built_in text;
update proposal_templates set created_at = now() where created_at is null;
alter table proposal_templates alter column created_at set not null, alter column user_id drop not null;
comment on table proposal_templates is 'What proposals are made from. Rows without an owner are shared: everybody reads them.';
comment on column proposal_templates.built_in is 'The key of a template that comes with the product; its row is there for those who read the table.';
create unique index if not exists proposal_templates_built_in on proposal_templates (built_in);
create index if not exists proposal_templates_newest on proposal_templates (user_id, created_at desc, id desc);
create or replace trigger proposal_templates_touch before update on proposal_templates for each row
  execute function app.touch_updated_at();

insert into proposal_templates (built_in, name, description, category, sections, default_services) values
  ('trade_services', 'Trade Services', 'For plumbing, electrical work, heating, construction and other work on site.', 'trade',
   '["service_assessment", "project_scope", "materials_labor", "timeline", "pricing", "warranty_terms"]',
   '["Service Assessment", "Installation/Repair", "Quality Inspection", "Cleanup & Completion"]'),
  ('digital_marketing', 'Digital Marketing', 'For search, content, social media and paid campaigns.', 'marketing',
   '["executive_summary", "client_overview", "proposed_services", "timeline", "pricing", "terms"]',
   '["SEO", "Content Marketing", "Social Media Management", "PPC Advertising"]'),
  ('web_development', 'Web Development', 'For websites and web applications, from design to launch.', 'development',
   '["project_overview", "technical_requirements", "development_phases", "timeline", "pricing", "terms"]',
   '["UI/UX Design", "Frontend Development", "Backend Development", "Testing & QA"]'),
  ('consulting', 'Consulting', 'For strategy, organisation and process work.', 'consulting',
   '["executive_summary", "problem_analysis", "proposed_solution", "methodology", "timeline", "pricing", "terms"]',
   '["Strategy Consulting", "Process Optimization", "Training & Development"]'),
  ('general_business', 'General Business', 'For any other service or project.', 'general',
   '["overview", "services", "timeline", "pricing", "terms"]',
   '["Business Analysis", "Solution Implementation", "Support & Training"]')
on conflict (built_in) do nothing;

-- Who may see what ---------------------------------------------------------------------------------------------------

do $$
declare leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public' and tablename in ('proposals', 'proposal_versions', 'proposal_templates')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
end $$;

call app.protect('proposals', 'created_by');
call app.protect('proposal_versions', 'created_by', kept => true);
call app.protect('proposal_templates', 'user_id');
create policy proposal_templates_shared on proposal_templates for select to authenticated
  using (user_id is null and (select auth.uid()) is not null);
