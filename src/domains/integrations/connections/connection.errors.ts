import { defineError } from '#kernel/errors';

export const ConnectionNotFound = defineError('integrations/connection-not-found', 'not-found', () => {
  return 'There is no such connection.';
});
export const ConnectionBroken = defineError('integrations/connection-broken', 'conflict', (name: string) => {
  return `The connection to ${name} is not usable any more: connect it again.`;
});
export const ConnectionBusy = defineError('integrations/connection-busy', 'unavailable', (name: string) => {
  return `A new token for ${name} is being asked for.`;
});
export const NoProfiles = defineError('integrations/no-profiles', 'invalid', (name: string) => {
  return `${name} takes the key or token, but has no account for it that could be posted to.`;
});
export const AccountUnknown = defineError('integrations/account-unknown', 'invalid', () => {
  return 'The token is not for this account.';
});
export const SecretInConfiguration = defineError(
  'integrations/secret-in-configuration',
  'invalid',
  (field: string) =>
    `configuration.${field} looks like a secret: only api_key is taken here, and it is kept with your secrets.`,
);
export const PublisherElsewhere = defineError('integrations/publisher-elsewhere', 'not-offered', () => {
  return 'Videos are published by Blotato with your own key: save it at PUT /api/user/secrets/blotato_api_key.';
});
