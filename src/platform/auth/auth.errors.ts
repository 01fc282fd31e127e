import { defineError } from '#kernel/errors';

export const TokenMissing = defineError('auth/token-missing', 'unauthenticated', () => {
  return 'This route needs a bearer token: send the header `Authorization: Bearer <access token>`.';
});
export const TokenExpired = defineError(
  'auth/token-expired',
  'unauthenticated',
  () => 'The token has expired.',
);
export const TokenInvalid = defineError(
  'auth/token-invalid',
  'unauthenticated',
  () => 'The token is not valid.',
);
export const KeysUnavailable = defineError('auth/keys-unavailable', 'unavailable', () => {
  return 'The signing keys at SUPABASE_JWKS_URL cannot be read at the moment, so no token can be verified.';
});
export const AdminOnlyRoute = defineError('auth/admin-only', 'forbidden', () => 'Admin access required');
