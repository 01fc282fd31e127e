import { defineError } from '#kernel/errors';

export const ApiKeyGarbled = defineError('auth/api-key-garbled', 'unauthenticated', () => {
  return 'The API key is garbled: part of it is missing or mistyped.';
});
export const ApiKeyInvalid = defineError('auth/api-key-invalid', 'unauthenticated', () => {
  return 'The API key is not valid: it was revoked or replaced, or never was one.';
});
export const ApiKeyExpired = defineError('auth/api-key-expired', 'unauthenticated', () => {
  return 'The API key has expired.';
});
export const ScopeMissing = defineError('auth/scope-missing', 'forbidden', (scope: string) => {
  return `The API key was not given for this: it needs the scope ${scope}.`;
});
export const ClosedToKeys = defineError('auth/closed-to-api-keys', 'forbidden', () => {
  return 'This is closed to API keys. Sign in for it.';
});
export const ApiKeyNotFound = defineError('auth/api-key-not-found', 'not-found', () => 'API key not found');
export const TooManyApiKeys = defineError('auth/too-many-api-keys', 'conflict', (most: number) => {
  return `You have ${most} API keys, which is as many as there may be. Revoke one that is no longer used.`;
});
export const ExpiryPast = defineError('auth/api-key-expiry-past', 'invalid', () => {
  return 'expires_at must be a time to come.';
});
