-- Every save of a template is a revision. `email_templates` holds the one that is live.

alter table email_templates
  add column if not exists preheader text,
  add column if not exists variables jsonb;
comment on column email_templates.variables is 'The fields that the words are filled with.';

create table if not exists email_template_versions (
  id uuid primary key default gen_random_uuid(),
  template_id text not null references email_templates (id) on delete cascade,
  created_by uuid not null,
  version integer not null,
  subject_line text not null,
  preheader text,
  mjml_content text,
  html_content text not null,
  text_content text,
  merge_tags jsonb not null default '[]',
  defaults jsonb not null default '{}',
  translations jsonb not null default '{}',
  strict boolean not null default false,
  performance_score numeric not null default 0,
  status text not null default 'draft' constraint email_template_versions_status check (status in ('draft', 'active', 'archived')),
  changelog text,
  parent_version integer,
  created_at timestamptz not null default now()
);
comment on table email_template_versions is 'The words of a template after each save, whoever made it. A send pins one.';
comment on column email_template_versions.mjml_content is 'What html_content was compiled from.';
comment on column email_template_versions.merge_tags is 'The fields that it is filled with.';
comment on column email_template_versions.defaults is 'What stands where a recipient lacks a field: {"first_name": "there"}.';
comment on column email_template_versions.translations is 'The same in other languages: {"de": {"subject", "preheader", "html_content", "text_content"}}.';
comment on column email_template_versions.strict is 'Fields that are neither known nor listed in merge_tags are refused.';
comment on column email_template_versions.performance_score is 'As it was when it was last counted; the API counts it anew.';
comment on column email_template_versions.status is 'active is what is sent, archived was, draft never was.';

create unique index email_template_versions_numbered on email_template_versions (template_id, version desc);
create unique index email_template_versions_live on email_template_versions (template_id) where status = 'active';

-- Its policies show a forced table to nobody, and so not to the rest of this file either.
alter table email_templates no force row level security;
insert into email_template_versions
  (template_id, created_by, version, subject_line, html_content, text_content, status, created_at)
select id, created_by, 1, subject_line, html_content, text_content, 'active', created_at
from email_templates where created_by is not null;
alter table email_templates force row level security;

-- Who writes the table directly (the front end) makes a revision too, and it is live.
create or replace function app.keep_template_version() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  next_version integer := 1 + coalesce(
    (select max(version) from public.email_template_versions where template_id = new.id), 0);
begin
  update public.email_template_versions set status = 'archived' where template_id = new.id and status = 'active';
  insert into public.email_template_versions
    (template_id, created_by, version, subject_line, preheader, html_content, text_content, status, parent_version)
  values (new.id, new.created_by, next_version, new.subject_line, new.preheader, new.html_content, new.text_content, 'active',
    nullif(next_version - 1, 0));
  return null;
end $$;
revoke all on function app.keep_template_version() from public;

create or replace trigger email_templates_first_version after insert on email_templates for each row
  when (new.created_by is not null and current_setting('app.via', true) is distinct from 'api')
  execute function app.keep_template_version();
create or replace trigger email_templates_version
  after update of subject_line, preheader, html_content, text_content on email_templates for each row
  when (new.created_by is not null and current_setting('app.via', true) is distinct from 'api'
    and (new.subject_line, new.preheader, new.html_content, new.text_content)
      is distinct from (old.subject_line, old.preheader, old.html_content, old.text_content))
  execute function app.keep_template_version();

-- Parts that several templates share ---------------------------------------------------------------------------------

create table email_blocks (
  created_by uuid not null,
  name text collate "C" not null,
  content text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (created_by, name)
);
comment on table email_blocks is 'Parts that templates include by name: {% include ''footer'' %}.';

create index email_blocks_newest on email_blocks (created_by, created_at desc, name desc);
create trigger email_blocks_touch before update on email_blocks for each row execute function app.touch_updated_at();

call app.protect('email_template_versions', 'created_by', kept => true);
call app.protect('email_blocks', 'created_by', kept => true);
-- The function above runs as the owner of the table and keeps to the template it was called for.
create policy email_template_versions_kept on email_template_versions for all to current_user using (true) with check (true);
