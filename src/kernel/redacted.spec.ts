import fc from 'fast-check';
import { redacted } from './redacted.js';

const GONE = '[redacted]';

describe('what is written down', () => {
  it.each([
    'password',
    'PASSWORD',
    'db_password',
    'client_secret',
    'api_key',
    'apikey',
    'apiKey',
    'openaiApiKey',
    'x-api-key',
    'X_API_KEY',
    'access_token',
    'accessToken',
    'refresh_token',
    'bearer_token',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'private_key',
    'passphrase',
  ])('holds nothing that is named %s', (name) => {
    expect(redacted({ [name]: 'hunter2', name: 'Ada' })).toEqual({ [name]: GONE, name: 'Ada' });
  });

  it.each(['keyword', 'key_messages', 'cookies_eaten', 'secretary', 'token_count', 'next_cursor', 'author'])(
    'keeps what is only named %s',
    (name) => {
      expect(redacted({ [name]: 'bread' })).toEqual({ [name]: 'bread' });
    },
  );

  it('holds no list or number under such a name either', () => {
    expect(redacted({ cookie: ['a=1', 'b=2'], password: 1234, secret: { value: 'x' } })).toEqual({
      cookie: [GONE, GONE],
      password: GONE,
      secret: { value: GONE },
    });
  });

  it('keeps whether there is one at all', () => {
    const none = { password: '', api_key: null, secret: true };
    expect(redacted(none)).toEqual(none);
  });

  it.each([
    `sk-${'a'.repeat(20)}`,
    `sk-ant-api03-${'a-B_'.repeat(6)}`,
    `AIza${'x'.repeat(35)}`,
    `AQ.Ab8RN6${'x-_'.repeat(15)}`,
    `ghp_${'a1'.repeat(15)}`,
    `mak_${'a'.repeat(20)}`,
    `blt_${'a'.repeat(20)}`,
    `EAA${'b'.repeat(50)}`,
    `eyJ${'a'.repeat(12)}.${'b'.repeat(12)}.${'c'.repeat(12)}`,
    '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\nabc',
  ])('holds nothing of the form %s, wherever it stands', (secret) => {
    expect(redacted(secret)).toBe(GONE);
    expect(redacted([{ note: `Use ${secret}` }])).toEqual([{ note: `Use ${GONE}` }]);
  });

  it('keeps its shape, and what is no secret as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(shapeOf(redacted(value))).toEqual(shapeOf(value));
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('name', 'city', 'note'), fc.jsonValue()), (value) => {
        fc.pre(
          !/pass|secret|key|token|auth|cookie|sk-|AIza|AQ\.|gh|mak_|blt_|EAA|eyJ|BEGIN/i.test(
            JSON.stringify(value),
          ),
        );
        expect(JSON.stringify(redacted(value))).toBe(JSON.stringify(value));
      }),
    );
  });
});

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return '.';
  return Object.entries(value).map(([name, held]) => [name, shapeOf(held)]);
}
