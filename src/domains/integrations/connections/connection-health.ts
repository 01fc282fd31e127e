import { OAUTH_PROVIDERS } from '../oauth/oauth-providers.js';
import type { ConnectionHealth } from './connection.dto.js';
import type { StoredConnection } from './connection.repository.js';

const SOON_MS = 7 * 86_400_000;

type Token = Pick<StoredConnection, 'service_name' | 'token_expires_at' | 'refreshable'>;

/** Whether another token can be had without its owner. One that is itself exchanged for the next is worth nothing once it has ended. */
export function isRenewable(token: Token, now = Date.now()): boolean {
  if (!token.refreshable) return false;
  return OAUTH_PROVIDERS[token.service_name]?.exchanges === undefined || leftOf(token, now) > 0;
}

/** Milliseconds for which the token of a connection is still good. */
export function leftOf({ token_expires_at: at }: Pick<Token, 'token_expires_at'>, now = Date.now()): number {
  return at === null ? Number.POSITIVE_INFINITY : Date.parse(at) - now;
}

/** What its owner has to know before a post fails. */
export function healthOf(
  connection: Token & Pick<StoredConnection, 'connection_status'>,
  now = Date.now(),
): ConnectionHealth {
  const { connection_status: status } = connection;
  if (status === 'error') return 'reconnect';
  if (status !== 'connected') return 'not_connected';
  if (isRenewable(connection, now)) return 'good';
  const left = leftOf(connection, now);
  if (left <= 0) return 'reconnect';
  return left < SOON_MS ? 'reconnect_soon' : 'good';
}
