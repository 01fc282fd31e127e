-- What is told of tickets, and whose words stand on them.

-- The desk's webhooks are those of whoever has the role.
create index user_roles_by_role on user_roles (role, user_id);

-- Whoever writes on a ticket of somebody else is known by their id alone: it goes when they go.
update support_messages set author_email = null where author = 'agent';
create index support_messages_by_author on support_messages (author_id) where author_id is not null;

alter table support_notes add column author_id uuid;
comment on column support_notes.author_id is 'Who has written what stands there; what they write is given to them, not to the ticket''s user.';
create index support_notes_by_author on support_notes (author_id) where author_id is not null;
