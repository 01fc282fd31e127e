-- What owners want to know of their leads beside what everybody asks: custom fields with a type.

create table lead_fields (
  created_by uuid not null,
  key text collate "C" not null,
  label text not null,
  type text not null check (type in
    ('text', 'textarea', 'number', 'boolean', 'date', 'select', 'multiselect', 'url', 'email', 'phone')),
  options text[] not null default '{}',
  required boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (created_by, key)
);
comment on table lead_fields is 'Custom fields that an owner has defined; their values stand in leads.custom_fields under the key.';
create trigger lead_fields_touch before update on lead_fields for each row execute function app.touch_updated_at();

call app.protect('lead_fields', 'created_by');
