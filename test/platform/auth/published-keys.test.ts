import { randomUUID } from 'node:crypto';
import { mock } from 'node:test';
import { exportJWK, exportSPKI, SignJWT } from 'jose';
import { TokenKeys } from '#platform/auth/token-keys';
import { startApp, type TestApp } from '../../support/app.js';
import { type KeyServer, type SigningKey, signingKey, startKeyServer } from '../../support/key-server.js';
import { ProbeModule } from '../../support/probe/probe.module.js';

const MINUTE = 60_000;
const begun = Date.now();
let hours = 0;

let ec: SigningKey;
let rsa: SigningKey;
let stranger: SigningKey;
let server: KeyServer;
let app: TestApp;
beforeAll(async () => {
  [ec, rsa, stranger] = await Promise.all([
    signingKey('ES256', 'ec-1'),
    signingKey('RS256', 'rsa-1'),
    signingKey('ES256', 'ec-1'),
  ]);
  server = await startKeyServer([ec, rsa]);
  app = await startApp({ roles: 'web', modules: [ProbeModule], settings: { SUPABASE_JWKS_URL: server.url } });
});
afterAll(async () => {
  await app.close();
  await server.close();
});

/** Only the calendar is faked: sockets and timers run on. Each test begins an hour after the one before. */
beforeEach(() => {
  mock.timers.enable({ apis: ['Date'], now: begun + ++hours * 60 * MINUTE });
  Object.assign(server, { keys: [ec, rsa], fails: false, requests: 0 });
});
afterEach(() => mock.timers.reset());
const later = (ms: number) => mock.timers.setTime(Date.now() + ms);

function token(
  key: SigningKey,
  header: object = {},
  secret: SigningKey['privateKey'] | Uint8Array = key.privateKey,
): Promise<string> {
  return new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .setSubject(randomUUID())
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime('6h')
    .sign(secret);
}
const get = (text: string) => app.anonymous.get('/probe/me', { authorization: `Bearer ${text}` });
const statusOf = async (text: string) => (await get(text)).status;

describe('a token signed by a published key', () => {
  it('is accepted for ES256, RS256 and, beside them, the shared secret', async () => {
    expect(await statusOf(await token(ec))).toBe(200);
    expect(await statusOf(await token(rsa))).toBe(200);
    expect(await statusOf(await app.token())).toBe(200);
    expect(server.requests).toBe(1);
  });

  it('is refused from another key of the same name', async () => {
    expect(await statusOf(await token(stranger))).toBe(401);
  });

  it('is refused when its header names another key or algorithm', async () => {
    for (const header of [
      { kid: 'rsa-1' },
      { kid: undefined },
      { kid: '' },
      { kid: '../../secret' },
      { kid: "' or 1=1--" },
      { kid: 'EC-1' },
      { kid: '__proto__' },
    ])
      expect([header, await statusOf(await token(ec, header))]).toEqual([header, 401]);
    const other = await signingKey('ES384', 'ec-1');
    expect(await statusOf(await token(other))).toBe(401);
    expect(await statusOf(await token(rsa, { kid: 'ec-1' }))).toBe(401);
  });

  it('is not confused with a secret: the public key as text signs nothing', async () => {
    const pem = await exportSPKI(ec.publicKey);
    const jwk = JSON.stringify(await exportJWK(ec.publicKey));
    for (const text of [
      pem,
      ` ${pem}`,
      pem.trim(),
      `${pem}\n`,
      jwk,
      JSON.stringify(ec.jwk),
      pem.split('\n').slice(1, -2).join(''),
    ])
      for (const header of [{ alg: 'HS256' }, { alg: 'HS256', kid: undefined }])
        expect(await statusOf(await token(ec, header, Buffer.from(text)))).toBe(401);
  });

  it('cannot bring its own key or say where to find one', async () => {
    const trap = await startKeyServer([stranger]);
    const header = { jku: trap.url, x5u: trap.url, jwk: stranger.jwk, x5c: ['AA'] };
    expect(await statusOf(await token(stranger, header))).toBe(401);
    expect(await statusOf(await token(stranger, { ...header, kid: 'mine' }))).toBe(401);
    expect(trap.requests).toBe(0);
    expect(await statusOf(await token(ec, header))).toBe(200);
    await trap.close();
  });

  it('is refused where no secret is configured and it claims HS256', async () => {
    const { SUPABASE_JWT_SECRET: _secret, ...settings } = app.get(TokenKeys)['settings'];
    const keys = new TokenKeys(settings as never);
    await expect(keys.find({ alg: 'HS256', kid: undefined })).rejects.toMatchObject({
      code: 'auth/token-invalid',
    });
  });
});

describe('the published keys', () => {
  it('are asked for again at once when a new key is used, and few times however many unknown keys are named', async () => {
    expect(await statusOf(await token(ec))).toBe(200);
    const fresh = await signingKey('ES256', 'ec-2');
    server.keys = [ec, rsa, fresh];
    later(31_000);
    expect(await statusOf(await token(fresh))).toBe(200);
    server.requests = 0;
    const flood = await Promise.all(
      Array.from({ length: 300 }, () => token(stranger, { kid: randomUUID() })),
    );
    expect(new Set(await Promise.all(flood.map(statusOf)))).toEqual(new Set([401]));
    expect(server.requests).toBeLessThanOrEqual(2);
    expect(await statusOf(await token(ec))).toBe(200);
  });

  it('are fetched once for a hundred first requests', async () => {
    const text = await token(ec);
    expect(new Set(await Promise.all(Array.from({ length: 100 }, () => statusOf(text))))).toEqual(
      new Set([200]),
    );
    expect(server.requests).toBe(1);
  });

  it('that were taken back are refused within ten minutes', async () => {
    const text = await token(ec);
    expect(await statusOf(text)).toBe(200);
    server.keys = [rsa];
    later(5 * MINUTE);
    expect(await statusOf(text)).toBe(200);
    later(6 * MINUTE);
    expect(await statusOf(text)).toBe(401);
    expect(await statusOf(await token(rsa))).toBe(200);
  });

  it('are used for twenty minutes while they cannot be read, then nothing is accepted', async () => {
    const text = await token(ec);
    expect(await statusOf(text)).toBe(200);
    server.fails = true;
    later(19 * MINUTE);
    expect(await statusOf(text)).toBe(200);
    expect(await statusOf(await token(stranger, { kid: 'unknown' }))).toBe(503);
    later(2 * MINUTE);
    const { status, body, headers } = await get(text);
    expect([status, body.code]).toEqual([503, 'auth/keys-unavailable']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await statusOf(await app.token())).toBe(200);
    server.fails = false;
    later(31_000);
    expect(await statusOf(text)).toBe(200);
  });

  it('that come as nonsense count as unreadable, and one bad key does not spoil the others', async () => {
    const odd = {
      jwk: { kty: 'EC', crv: 'P-256', kid: 'odd', alg: 'ES256', x: 'AA', y: 'AA' },
    } as SigningKey;
    server.keys = [odd, ec];
    expect(await statusOf(await token(ec))).toBe(200);
    expect(await statusOf(await token(stranger, { kid: 'odd' }))).toBe(401);
  });
});
