import { healthOf } from './connection-health.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const connected = {
  service_name: 'twitter',
  connection_status: 'connected',
  token_expires_at: null,
  refreshable: false,
} as const;

describe('the health of a connection', () => {
  it.each<[string, Partial<Parameters<typeof healthOf>[0]>, string]>([
    ['a key that does not end', {}, 'good'],
    [
      'a token that is replaced by itself',
      { token_expires_at: '2026-11-28T13:00:00Z', refreshable: true },
      'good',
    ],
    [
      'a token that has ended and is replaced by another one',
      { token_expires_at: '2026-11-28T11:59:59Z', refreshable: true },
      'good',
    ],
    [
      'a token that is exchanged for the next one',
      { service_name: 'facebook', token_expires_at: '2026-11-28T13:00:00Z', refreshable: true },
      'good',
    ],
    [
      'a token that was not exchanged in time',
      { service_name: 'facebook', token_expires_at: '2026-11-28T11:59:59Z', refreshable: true },
      'reconnect',
    ],
    ['a token with weeks left', { token_expires_at: '2026-12-28T12:00:00Z' }, 'good'],
    ['a token with days left', { token_expires_at: '2026-12-04T12:00:00Z' }, 'reconnect_soon'],
    ['a token that has ended', { token_expires_at: '2026-11-28T11:59:59Z' }, 'reconnect'],
    ['one that is refused', { connection_status: 'error' }, 'reconnect'],
    ['one that was taken back', { connection_status: 'disconnected' }, 'not_connected'],
  ])('by %s is told', (_, fields, expected) => {
    expect(healthOf({ ...connected, ...fields }, NOW)).toBe(expected);
  });
});
