import { createHmac, randomUUID } from 'node:crypto';
import { mock } from 'node:test';
import { JWT_SECRET, startApp, type TestApp } from '../../support/app.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { rawRequest } from '../../support/raw.js';

const ISSUER = 'https://project.supabase.test/auth/v1';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web', modules: [ProbeModule], settings: { SUPABASE_JWT_ISSUER: ISSUER } });
});
afterAll(() => app.close());

const now = () => Math.floor(Date.now() / 1000);
const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const claims = (over: object = {}) => ({
  sub: randomUUID(),
  role: 'authenticated',
  aud: 'authenticated',
  iss: ISSUER,
  iat: now(),
  exp: now() + 3600,
  ...over,
});

/** Signs whatever it is given, right or wrong. */
function signed(
  payload: unknown,
  header: object = {},
  secret: string | Buffer = JWT_SECRET,
  hash = 'sha256',
): string {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT', ...header })}.${encoded(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

const withToken = (token: string) => app.anonymous.get('/probe/me', { authorization: `Bearer ${token}` });
const statusOf = async (token: string) => (await withToken(token)).status;

describe('an access token', () => {
  it('says who is asking', async () => {
    const sub = randomUUID();
    const exp = now() + 60;
    const { status, body } = await withToken(signed(claims({ sub, exp, email: 'a@b.test' })));
    expect(status).toBe(200);
    expect(body.data).toEqual({ id: sub, email: 'a@b.test', isAdmin: false, expiresAt: exp });
  });

  it('that was accepted before is refused all the same once it has expired', async () => {
    const token = signed(claims());
    expect(await statusOf(token)).toBe(200);
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_631_000 });
    try {
      const { status, body } = await withToken(token);
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth/token-expired' });
    } finally {
      mock.timers.reset();
    }
  });

  it('that was accepted before does not let another in that begins like it', async () => {
    const token = signed(claims());
    expect(await statusOf(token)).toBe(200);
    const [head, , signature] = token.split('.');
    expect(await statusOf(`${head}.${encoded(claims())}.${signature}`)).toBe(401);
  });

  it('may be one of many audiences, and up to 30 seconds late or early', async () => {
    for (const over of [
      { aud: ['x', 'authenticated'] },
      { exp: now() - 25 },
      { nbf: now() + 25 },
      { iat: now() + 25 },
      { iat: undefined },
    ])
      expect([over, await statusOf(signed(claims(over)))]).toEqual([over, 200]);
  });

  it.each([
    ['no exp', { exp: undefined }],
    ['exp as text', { exp: '9999999999' }],
    ['exp null', { exp: null }],
    ['exp far beyond any session', { exp: now() + 8 * 24 * 3600 }],
    ['exp 32 seconds ago', { exp: now() - 32 }],
    ['nbf in a minute', { nbf: now() + 60 }],
    ['nbf as text', { nbf: 'now' }],
    ['iat in a minute', { iat: now() + 60 }],
    ['iat as text', { iat: 'now' }],
    ['no issuer', { iss: undefined }],
    ['another issuer', { iss: `${ISSUER}/` }],
    ['the audience anon', { aud: 'anon' }],
    ['a list of other audiences', { aud: ['x'] }],
    ['an object as audience', { aud: {} }],
    ['no audience', { aud: undefined }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a name as subject', { sub: 'admin' }],
    ['a number as subject', { sub: 5 }],
    ['a list as subject', { sub: [randomUUID()] }],
    ['no role', { role: undefined }],
    ['the role service_role', { role: 'service_role' }],
    ['the role admin', { role: 'admin' }],
    ['the role anon', { role: 'anon' }],
    ['an anonymous user', { is_anonymous: true }],
  ])('with %s is refused', async (_what, over) => {
    const { status, body, headers } = await withToken(signed(claims(over)));
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.code).toMatch(/^auth\/token-(invalid|expired)$/);
  });

  it('whose exp is 1e99, NaN or a million digits is refused', async () => {
    for (const exp of ['1e99', '1e400', 'NaN', '9'.repeat(1000), '-1', 'true', '[9999999999]'])
      expect(await statusOf(signed(JSON.stringify(claims()).replace(/"exp":\d+/, `"exp":${exp}`)))).toBe(401);
  });

  it('that is the project’s own anon or service key is refused', async () => {
    const key = (role: string) => ({
      iss: 'supabase',
      ref: 'abcdefghijklmnop',
      role,
      iat: now(),
      exp: now() + 3600,
    });
    for (const role of ['anon', 'service_role']) expect(await statusOf(signed(key(role)))).toBe(401);
  });

  it.each([
    ['none', () => `${encoded({ alg: 'none' })}.${encoded(claims())}.`],
    ['None', () => `${encoded({ alg: 'None' })}.${encoded(claims())}.`],
    ['nOnE with a signature', () => signed(claims(), { alg: 'nOnE' })],
    ['none with a signature', () => signed(claims(), { alg: 'none' })],
    ['an empty signature', () => signed(claims()).replace(/[^.]+$/, '')],
    ['HS384', () => signed(claims(), { alg: 'HS384' }, JWT_SECRET, 'sha384')],
    ['HS512', () => signed(claims(), { alg: 'HS512' }, JWT_SECRET, 'sha512')],
    ['hs256', () => signed(claims(), { alg: 'hs256' })],
    ['no algorithm', () => signed(claims(), { alg: undefined })],
    ['a list of algorithms', () => signed(claims(), { alg: ['HS256'] })],
    ['ES256 without published keys', () => signed(claims(), { alg: 'ES256', kid: 'a' })],
    ['another secret', () => signed(claims(), {}, `${JWT_SECRET} `)],
    ['an empty secret', () => signed(claims(), {}, '')],
    ['a critical extension', () => signed(claims(), { crit: ['exp'] })],
    ['a number as kid', () => signed(claims(), { kid: 5 })],
    ['a header of 10 KB', () => signed(claims(), { kid: 'k'.repeat(10_000) })],
    ['a header that is a list', () => `${encoded([])}.${encoded(claims())}.AA`],
    ['a payload that is text', () => signed('"x"')],
    ['a payload that is no JSON', () => signed('{')],
    ['two parts', () => signed(claims()).replace(/\.[^.]+$/, '')],
    ['four parts', () => `${signed(claims())}.e30`],
    ['more than 8 KiB', () => signed(claims({ filler: 'x'.repeat(9_000) }))],
  ])('signed with %s is refused', async (_what, token) => {
    expect(await statusOf(token())).toBe(401);
  });

  it('has one spelling: padding, blanks and loose bits at its end are refused', async () => {
    const token = signed(claims());
    const [head, payload, signature = ''] = token.split('.');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const loose = alphabet[alphabet.indexOf(signature.at(-1) ?? '') ^ 1];
    expect(await statusOf(token)).toBe(200);
    for (const other of [
      `${token}=`,
      `${token}==`,
      `${head}=.${payload}.${signature}`,
      `${head}.${payload}.${signature.slice(0, -1)}${loose}`,
      `${head}.${payload}.${signature.slice(0, 5)} ${signature.slice(5)}`,
      `${head}.${payload}.${signature}A`,
      token.replaceAll('-', '+').replaceAll('_', '/') + '+',
    ])
      expect(await statusOf(other)).toBe(401);
  });

  it('is taken from one Authorization header and from nowhere else', async () => {
    const token = signed(claims());
    const status = async (...headers: string[]) =>
      (await rawRequest(app.url, { path: '/probe/me', headers })).status;
    expect(await status(`Authorization: Bearer ${token}`)).toBe(200);
    expect(await status(`authorization: bearer ${token}`)).toBe(200);
    for (const headers of [
      [`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`],
      [`Authorization: Bearer ${token}`, 'authorization: Bearer x'],
      [`Authorization: Bearer ${token}, Bearer ${token}`],
      [`Authorization: Basic ${token}`],
      [`Authorization: ${token}`],
      ['Authorization: Bearer'],
      ['Authorization: Bearer null'],
      ['Authorization: Bearer undefined'],
      [`apikey: ${token}`],
      [`Cookie: access_token=${token}; sb-access-token=${token}`],
      [`X-Authorization: Bearer ${token}`],
    ])
      expect([headers, await status(...headers)]).toEqual([headers, 401]);
    expect((await app.anonymous.get(`/probe/me?access_token=${token}&token=${token}`)).status).toBe(401);
  });
});

describe('an administrator', () => {
  const admin = async (over: object) => statusOfAdmin(signed(claims(over)));
  const statusOfAdmin = async (token: string) =>
    (await app.anonymous.get('/probe/admin', { authorization: `Bearer ${token}` })).status;

  it('is one by app_metadata', async () => {
    expect(await admin({ app_metadata: { role: 'admin' } })).toBe(200);
    expect(await admin({ app_metadata: { roles: ['editor', 'admin'] } })).toBe(200);
  });

  it.each([
    {},
    { user_metadata: { role: 'admin', roles: ['admin'], is_admin: true } },
    { roles: ['admin'], is_admin: true, isAdmin: true },
    { app_metadata: { roles: 'admin' } },
    { app_metadata: { role: 'Admin' } },
    { app_metadata: { role: ['admin'] } },
    { app_metadata: 'admin' },
    { app_metadata: ['admin'] },
    { app_metadata: null },
    { app_metadata: { provider: 'admin', claims_admin: true } },
  ])('is nobody by %j', async (over) => {
    expect(await admin(over)).toBe(403);
  });

  it('is one by a row in user_roles, and no longer once it is gone', async () => {
    const { id, client } = await app.newUser({ claims: { iss: ISSUER } });
    const other = await app.as(undefined, { claims: { iss: ISSUER } });
    expect((await client.get('/probe/admin')).status).toBe(403);
    await app.sql(`insert into user_roles (user_id, role) values ($1, 'admin')`, [id]);
    expect((await client.get('/probe/admin')).status).toBe(200);
    expect((await other.get('/probe/admin')).status).toBe(403);
    await app.sql(`update user_roles set role = 'editor' where user_id = $1`, [id]);
    const { status, body } = await client.get('/probe/admin');
    expect([status, body.code]).toEqual([403, 'auth/admin-only']);
  });
});
