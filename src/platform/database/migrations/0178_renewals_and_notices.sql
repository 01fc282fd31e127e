-- When the token of a connection is to be replaced. A refresh token brings the next one minutes before the old one ends, and after it;
-- a token that is itself exchanged for the next one is worth nothing once it has ended, so it is replaced a week before.
alter table integration_connections
  add column refresh_due_at timestamptz,
  add column refresh_failures smallint not null default 0;
update integration_connections
set refresh_due_at = token_expires_at - case when service_name in ('facebook', 'instagram') then interval '7 days' else interval '5 minutes' end
where refreshable and connection_status = 'connected' and token_expires_at is not null;
comment on column integration_connections.refresh_due_at is 'From then on its token is replaced; put off each time that fails.';
comment on column integration_connections.refresh_failures is 'How often in a row no new token could be had.';
drop index integration_connections_expiring;
create index integration_connections_refresh_due on integration_connections (refresh_due_at)
  where refreshable and connection_status = 'connected';

-- Where the owner of a webhook is told that it was turned off. A database without accounts of its own knows that from tokens alone.
alter table webhooks add column owner_address text;
alter table webhooks alter column owner_address set default (auth.jwt() ->> 'email');
comment on column webhooks.owner_address is 'As the token said of whoever made or changed it; told at only where the accounts do not say another.';
