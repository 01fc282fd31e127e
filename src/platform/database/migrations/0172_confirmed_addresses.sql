-- The address that somebody has shown to be theirs, in the form in which addresses are compared: by the link of a mail or an
-- invitation, or through a provider that vouches for it. Where Auth lets everybody in under any address, nobody has shown anything;
-- a database without accounts of its own, or which keeps them to itself, knows nobody.
create function app.confirmed_address(person uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  found_address text;
begin
  if to_regclass('auth.users') is null then
    return null;
  end if;
  execute $query$
    select lower(btrim(u.email)) from auth.users u
    where u.id = $1 and u.email_confirmed_at is not null and (
      coalesce(u.confirmation_sent_at, u.invited_at) is not null
      or exists (
        select from auth.identities i
        where i.user_id = u.id and i.provider <> 'email' and i.identity_data ->> 'email_verified' = 'true'
          and lower(btrim(i.identity_data ->> 'email')) = lower(btrim(u.email))))
  $query$ into found_address using person;
  return found_address;
exception when insufficient_privilege or undefined_table or undefined_column then
  return null;
end $$;
revoke execute on function app.confirmed_address(uuid) from public;
grant execute on function app.confirmed_address(uuid) to service_role;
