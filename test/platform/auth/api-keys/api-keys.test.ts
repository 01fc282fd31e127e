import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../../support/app.js';
import { TestClient } from '../../../support/client.js';
import { sharedApp } from '../../../support/kept-app.js';
import { routesOf } from '../../../support/routes.js';
import { until } from '../../../support/until.js';
import { SCOPE_AREAS, SCOPES, scopeOf } from '#platform/auth/api-keys/scopes';

const KEYS = '/api/user/api-keys';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

async function owner() {
  const { id, client } = await app.newUser();
  const made = async (scopes: string[], more: object = {}) => {
    const { status, text, body } = await client.post(KEYS, { name: 'Website', scopes, ...more });
    if (status !== 201) throw new Error(text);
    return { ...body.data, machine: new TestClient(app.url, body.data.key) } as {
      id: string;
      key: string;
      mask: string;
      machine: TestClient;
    };
  };
  return { id, client, made };
}

const lead = () => ({ name: 'Ada Lovelace', email: `${randomUUID()}@example.com` });

describe('an API key', () => {
  it('is shown once, and lets a machine in as its owner', async () => {
    const { client, made } = await owner();
    const { key, id, mask, machine } = await made(['leads:*']);
    expect(key).toMatch(/^mak_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/);
    expect(mask).toBe(`mak_…${key.slice(-4)}`);
    const wanted = lead();
    expect((await machine.post('/api/leads', wanted)).status).toBeLessThan(300);
    expect((await client.get('/api/leads')).text).toContain(wanted.email);
    expect((await machine.get('/api/leads/')).text).toContain(wanted.email);
    const { text, body } = await client.get(KEYS);
    expect(text).not.toContain(key.slice(27));
    expect(body.data[0]).toMatchObject({ id, name: 'Website', scopes: ['leads:*'], status: 'active', mask });
  });

  it('is kept as a hash alone, which no token reads', async () => {
    const { id: userId, made } = await owner();
    const { key, id } = await made(['leads:read']);
    const idempotent = { 'idempotency-key': randomUUID() };
    const again = await (await app.as(userId)).post(KEYS, { name: 'CI', scopes: ['leads:read'] }, idempotent);
    const tables = await app.sql<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema in ('public', 'app', 'pgboss')`,
    );
    const dump = await app.sql<{ found: number }>(
      tables
        .map(({ name }) => `select count(*)::int as found from ${name} kept where strpos(kept::text, $1) > 0`)
        .join(' union all '),
      [key.slice(27, 60)],
    );
    expect(dump.every(({ found }) => found === 0)).toBe(true);
    const [kept] = await app.sql<{ body: string }>(
      `select body from app.idempotency_keys where key = $1 and body is not null`,
      [idempotent['idempotency-key']],
    );
    expect([again.status, kept]).toEqual([201, undefined]);
    const [row] = await app.sql<{ bytes: number }>(
      'select length(hash) as bytes from api_keys where id = $1',
      [id],
    );
    expect(row?.bytes).toBe(32);
    const [grant] = await app.sql<{ may: boolean }>(
      `select has_column_privilege('authenticated', 'api_keys', 'hash', 'select') as may`,
    );
    expect(grant?.may).toBe(false);
  });

  it('tells a slip from a key that is not valid', async () => {
    const { made } = await owner();
    const { key } = await made(['leads:read']);
    const { made: others } = await owner();
    const other = (await others(['leads:read'])).key;
    const asked = async (text: string) => {
      const { status, body } = await new TestClient(app.url, text).get('/api/leads');
      return [status, body.code];
    };
    const slip = key.slice(0, 40) + (key[40] === 'x' ? 'y' : 'x') + key.slice(41);
    expect(await asked(slip)).toEqual([401, 'auth/api-key-garbled']);
    expect(await asked(key.slice(0, -1))).toEqual([401, 'auth/api-key-garbled']);
    expect(await asked('mak_')).toEqual([401, 'auth/api-key-garbled']);
    expect(await asked(`${other.slice(0, 27)}${key.slice(27)}`)).toEqual([401, 'auth/api-key-garbled']);
    await app.sql('delete from api_keys where hint = $1', [key.slice(-4)]);
    expect(await asked(key)).toEqual([401, 'auth/api-key-invalid']);
    expect(await asked(other)).toEqual([200, undefined]);
  });

  it('is worth nothing once it is revoked, replaced or over', async () => {
    const { client, made } = await owner();
    const [revoked, rotated] = [await made(['leads:read']), await made(['leads:read'])];
    const ask = (machine: TestClient) => machine.get('/api/leads');
    expect([(await ask(revoked.machine)).status, (await ask(rotated.machine)).status]).toEqual([200, 200]);
    expect((await client.delete(`${KEYS}/${revoked.id}`)).body.data.status).toBe('revoked');
    const { status, body } = await client.post(`${KEYS}/${rotated.id}/rotate`);
    expect([status, body.data.id]).toEqual([201, rotated.id]);
    for (const { machine } of [revoked, rotated])
      expect((await ask(machine)).body.code).toBe('auth/api-key-invalid');
    expect((await ask(new TestClient(app.url, body.data.key))).status).toBe(200);
    expect((await client.post(`${KEYS}/${revoked.id}/rotate`)).status).toBe(404);
    expect((await client.delete(`${KEYS}/${revoked.id}`)).status).toBe(404);
    const brief = await made(['leads:read'], { expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    await app.sql(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [brief.id]);
    expect((await ask(brief.machine)).body.code).toBe('auth/api-key-expired');
    expect((await client.get(KEYS)).body.data[0].status).toBe('expired');
  });

  it('that another instance has revoked is refused within seconds', async () => {
    const { made } = await owner();
    const { id, machine } = await made(['leads:read']);
    expect((await machine.get('/api/leads')).status).toBe(200);
    await app.sql('update api_keys set revoked_at = now() where id = $1', [id]);
    await until(
      'the key to be refused',
      async () => (await machine.get('/api/leads')).status === 401,
      10_000,
    );
  });

  it('does only what it was given for', async () => {
    const { made } = await owner();
    const { machine } = await made(['leads:read', 'campaigns:write']);
    expect((await machine.get('/api/leads')).status).toBe(200);
    const written = await machine.post('/api/leads', lead());
    expect([written.status, written.body.code]).toEqual([403, 'auth/scope-missing']);
    expect(written.body.detail).toContain('leads:write');
    expect((await machine.get('/api/campaigns')).body.code).toBe('auth/scope-missing');
    expect((await machine.post('/api/campaigns', { name: randomUUID() })).status).toBeLessThan(300);
    expect((await machine.get('/api/content/library')).status).toBe(403);
  });

  it('never reaches keys, secrets, accounts or what is for administrators, whatever it was given for', async () => {
    const { id: userId } = await app.newUser();
    await app.sql(`insert into user_roles (user_id, role) values ($1, 'admin')`, [userId]);
    const client = await app.as(userId, { admin: true });
    const scopes = SCOPE_AREAS.map((area) => `${area}:*`);
    const { body } = await client.post(KEYS, { name: 'All', scopes });
    const machine = new TestClient(app.url, body.data.key);
    const closed = [
      machine.get(KEYS),
      machine.post(KEYS, { name: 'More', scopes: ['leads:read'] }),
      machine.delete(`${KEYS}/${body.data.id}`),
      machine.post(`${KEYS}/${body.data.id}/rotate`),
      machine.get('/api/user/secrets'),
      machine.put('/api/user/secrets/google', { value: `AIza${'x'.repeat(35)}` }),
      machine.delete('/api/user/account'),
      machine.get('/api/ai/models'),
    ];
    for (const { status } of await Promise.all(closed)) expect([403, 404]).toContain(status);
    const adminRoutes = routesOf(app).filter(({ isAdminOnly }) => isAdminOnly);
    expect(adminRoutes.filter(({ path }) => path.includes(':')).length).toBeGreaterThan(5);
    for (const { method, path } of adminRoutes) {
      const asked = path.replace(/:\w+/g, () => randomUUID());
      const { status, body: said } = await machine.send(method, asked, undefined, {});
      expect([path, status, said.code]).toEqual([path, 403, 'auth/closed-to-api-keys']);
    }
  });

  it('is nobody else’s to see, replace or revoke', async () => {
    const { made } = await owner();
    const { id, machine } = await made(['leads:read']);
    const { client: stranger } = await app.newUser();
    expect((await stranger.get(KEYS)).body.data).toEqual([]);
    expect((await stranger.delete(`${KEYS}/${id}`)).body.code).toBe('auth/api-key-not-found');
    expect((await stranger.post(`${KEYS}/${id}/rotate`)).status).toBe(404);
    expect((await machine.get('/api/leads')).status).toBe(200);
  });

  it('sees what is its owner’s, and nothing of others', async () => {
    const [ada, bob] = [await owner(), await owner()];
    const theirs = lead();
    await bob.client.post('/api/leads', theirs);
    const { machine } = await ada.made(['leads:read']);
    expect((await machine.get('/api/leads')).body.data).toEqual([]);
  });

  it('tells when it was used last, to the minute, without a write for each request', async () => {
    const { client, made } = await owner();
    const { id, machine } = await made(['leads:read']);
    const [before] = await app.sql<{ version: string }>(
      'select xmin::text as version from api_keys where id = $1',
      [id],
    );
    await Promise.all(Array.from({ length: 20 }, () => machine.get('/api/leads')));
    const used = async () => (await client.get(KEYS)).body.data[0].last_used_at as string | null;
    await until('the use to be noted', async () => (await used()) !== null);
    expect(await used()).toMatch(/:00(?:\.0+)?Z$/);
    const [after] = await app.sql<{ version: string }>(
      'select xmin::text as version from api_keys where id = $1',
      [id],
    );
    expect(Number(after?.version)).toBeGreaterThan(Number(before?.version));
  });

  it.each([
    { name: '', scopes: ['leads:read'] },
    { name: 'A', scopes: [] },
    { name: 'A', scopes: ['admin:*'] },
    { name: 'A', scopes: ['leads:read', 'leads:read'] },
    { name: 'A', scopes: ['leads:read'], expires_at: 'soon' },
    { name: 'A', scopes: ['leads:read'], expires_at: '2020-01-01T00:00:00Z' },
    { name: 'A', scopes: ['leads:read'], requests_per_minute: 0 },
    { name: 'A', scopes: ['leads:read'], hash: 'x' },
  ])('cannot be %j', async (wanted) => {
    const { client } = await app.newUser();
    const { status } = await client.post(KEYS, wanted);
    expect([400, 422]).toContain(status);
  });
});

describe('what keys can be given for', () => {
  it('is decided for each route that is not open: an area, or that it is closed to keys', () => {
    const undecided = routesOf(app)
      .filter(({ isPublic, path }) => !isPublic && !path.startsWith('/probe') && !path.startsWith('/errand'))
      .filter(({ method, path }) => scopeOf(method, path) === undefined)
      .map(({ method, path }) => `${method} ${path}`);
    expect(undecided).toEqual([]);
  });

  it('leaves to people what people are asked to decide', () => {
    const deciding = routesOf(app).filter(({ path }) => /\/(approve|reject|decide)$/.test(path));
    expect(deciding.length).toBeGreaterThan(6);
    for (const { method, path } of deciding) expect([path, scopeOf(method, path)]).toEqual([path, 'closed']);
  });

  it('is listed, and every area has routes', async () => {
    const { client } = await app.newUser();
    expect((await client.get(`${KEYS}/scopes`)).body.data.scopes).toEqual(SCOPES);
    const areas = new Set(routesOf(app).map(({ method, path }) => scopeOf(method, path)?.split(':')[0]));
    expect(SCOPE_AREAS.filter((area) => !areas.has(area))).toEqual([]);
  });
});
