import type { ServiceReason } from './service-access.js';

/** On whose behalf statements run: a signed-in user under row-level security, or the service itself, for a named reason. */
export type Identity =
  | { readonly role: 'authenticated'; readonly userId: string; readonly email?: string | undefined }
  | { readonly role: 'service_role'; readonly reason: ServiceReason };

const NOBODY = 'set local role anon';
/** Tells policies that the application writes, not somebody at the REST interface of Supabase. */
const OURS = `set local "app.via" to 'api'`;

/** The statements that make a session speak for the identity until the transaction ends. */
export function impersonation(identity: Identity | null): string {
  if (identity === null) return NOBODY;
  if (identity.role === 'service_role')
    return `set local role service_role; set local "request.jwt.claims" to '{"role":"service_role"}'; ${subject('')}`;
  const claims = JSON.stringify({ sub: identity.userId, role: 'authenticated', email: identity.email });
  return `set local role authenticated; set local "request.jwt.claims" to '${claims.replaceAll("'", "''")}'; ${subject(identity.userId)}; ${OURS}`;
}

/** The setting that older and embedded Supabase read in `auth.uid()`. */
function subject(userId: string): string {
  return `set local "request.jwt.claim.sub" to '${userId.replaceAll("'", "''")}'`;
}
