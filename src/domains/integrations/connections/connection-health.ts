import type { ConnectionHealth } from './connection.dto.js';
import type { StoredConnection } from './connection.repository.js';

const SOON_MS = 7 * 86_400_000;

/** What its owner has to know before a post fails. */
export function healthOf(
  connection: Pick<StoredConnection, 'connection_status' | 'token_expires_at' | 'refreshable'>,
  now = Date.now(),
): ConnectionHealth {
  const { connection_status: status, token_expires_at: at, refreshable } = connection;
  if (status === 'error') return 'reconnect';
  if (status !== 'connected') return 'not_connected';
  if (at === null || refreshable) return 'good';
  const left = Date.parse(at) - now;
  if (left <= 0) return 'reconnect';
  return left < SOON_MS ? 'reconnect_soon' : 'good';
}
