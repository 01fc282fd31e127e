-- What servers answer themselves counts like what providers tell later.

alter table email_messages add column soft_bounced_at timestamptz;
comment on column email_messages.soft_bounced_at is 'When it was known that the address takes no mail at the moment.';

alter table email_soft_bounces add column at_handover integer not null default 0;
comment on column email_soft_bounces.at_handover is 'How many of them were answers of servers that we hand mail to: the next that takes mail for the address forgives these.';
