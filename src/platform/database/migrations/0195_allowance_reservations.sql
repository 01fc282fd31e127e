-- While others may still give back what they have taken of a day's limit, whoever is refused asks again soon.

alter table email_allowances
  add column reserved_until timestamptz,
  add column refused_on date;
comment on column email_allowances.reserved_until is 'Until when a process may hold mails of the day that it has taken and not yet sent.';
comment on column email_allowances.refused_on is 'The day, UTC, on which somebody was refused because all of it was taken.';
