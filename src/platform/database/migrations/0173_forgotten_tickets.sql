-- Tickets that are over are found by when they were, and what refers to a row that goes is found by an index.
create index support_tickets_over on support_tickets (resolved_at) where resolved_at is not null;
create index support_tickets_related on support_tickets (related_ticket_id) where related_ticket_id is not null;
create index support_mails_of_message on support_mails (message_id) where message_id is not null;
