-- Custom fields of tickets: what the desk asks beside subject and message, or notes for itself.

create table support_fields (
  key text collate "C" primary key check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null,
  type text not null check (type in ('text', 'number', 'boolean', 'date', 'select', 'url')),
  options text[] not null default '{}',
  visibility text not null check (visibility in ('public', 'internal')),
  required boolean not null default false,
  position integer not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table support_fields is 'Custom fields of tickets, the same for all of them.';
comment on column support_fields.visibility is 'public: whoever asks fills it in and sees it; internal: the desk alone.';
create trigger support_fields_touch before update on support_fields for each row execute function app.touch_updated_at();

create table support_field_values (
  ticket_id uuid not null references support_tickets (id) on delete cascade,
  key text collate "C" not null references support_fields (key) on delete cascade,
  user_id uuid,
  visibility text not null check (visibility in ('public', 'internal')),
  value jsonb not null,
  primary key (ticket_id, key)
);
comment on table support_field_values is 'What tickets say in custom fields; user_id is the ticket''s. Its owner reads what is public.';
comment on column support_field_values.visibility is 'That of the field.';
create index support_field_values_by_value on support_field_values (key, value);
create index support_field_values_of_user on support_field_values (user_id) where user_id is not null;

do $$
begin
  call app.close_to_users('support_fields');
  call app.protect('support_field_values', 'user_id', kept => true);
end $$;
create policy support_field_values_public on support_field_values as restrictive for all to authenticated
  using (visibility = 'public') with check (visibility = 'public');
