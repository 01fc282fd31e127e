-- Who is listed because mail does not reach them, and refuses marketing too, still refuses it when the first is lifted.

alter table email_suppressions
  add column refusal text check (refusal in ('unsubscribed', 'consent_withdrawn'));
comment on column email_suppressions.refusal is 'The refusal of marketing that stands beside a reason which binds more, and is left when that is lifted.';

create function app.most_binding(reasons text[]) returns text
language sql immutable parallel safe set search_path = '' as
$$ select r from unnest(reasons) as r order by app.suppression_weight(r) desc limit 1 $$;

-- The refusal of marketing among what was said of an address, where something that binds more was said too.
create function app.refusal_beside(reasons text[]) returns text
language sql immutable parallel safe set search_path = '' as
$$ select r from unnest(reasons) as r
   where r in ('unsubscribed', 'consent_withdrawn')
     and app.most_binding(reasons) not in ('unsubscribed', 'consent_withdrawn')
   order by app.suppression_weight(r) desc limit 1 $$;

-- Mails remember who unsubscribed while something else stood against mail to them.
update email_suppressions s set refusal = 'unsubscribed'
where reason not in ('unsubscribed', 'consent_withdrawn') and exists (
  select from email_messages m
  where m.created_by = s.created_by and m.email_norm = s.email_norm and m.unsubscribed_at is not null
    and m.state in ('claimed', 'sending', 'sent', 'unknown'));
