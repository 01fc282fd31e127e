import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a marketer keeps leads', () => {
  it('and gets a new lead back under the names of the table and of older clients', async () => {
    const { id, client } = await app.newUser();
    const { status, body } = await client.post('/api/leads', {
      name: 'Ada King Lovelace',
      email: ' Ada@Example.com'.trim(),
      company: 'Analytical Engines',
      phone: '+44 20 7946 0000',
      lead_score: 40,
      tags: ['vip'],
      custom_fields: { plan: 'pro', seats: 3 },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ success: true, error: null });
    expect(body.data).toMatchObject({
      first_name: 'Ada King',
      last_name: 'Lovelace',
      name: 'Ada King Lovelace',
      full_name: 'Ada King Lovelace',
      email: 'Ada@Example.com',
      company: 'Analytical Engines',
      company_name: 'Analytical Engines',
      lead_score: 40,
      score: 40,
      status: 'new',
      source: 'manual',
      consent: 'unknown',
      tags: ['vip'],
      custom_fields: { plan: 'pro', seats: 3 },
      created_by: id,
    });
    expect(body.data.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
    expect(Object.keys(body.data)).not.toContain('email_norm');
    const read = await client.get(`/api/leads/${body.data.id}`);
    expect(read.body.data).toEqual(body.data);
    expect((await client.get(`/api/lead-capture/leads/${body.data.id}`)).body.data).toEqual(body.data);
  });

  it('and cannot add one address twice, whatever its case', async () => {
    const { client } = await app.newUser();
    await client.post('/api/leads', { name: 'Bob', email: 'bob@example.com' });
    const again = await client.post('/api/leads', { name: 'Bob', email: 'BOB@example.com' });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ success: false, data: null, code: 'leads/already-exists' });
    expect((await client.get('/api/leads')).body.data).toHaveLength(1);
    const { client: other } = await app.newUser();
    expect((await other.post('/api/leads', { email: 'bob@example.com' })).status).toBe(201);
  });

  it('and changes only what is named; null clears', async () => {
    const { client } = await app.newUser();
    const { body } = await client.post('/api/leads', {
      name: 'Cy Young',
      email: 'cy@example.com',
      company: 'A',
    });
    const path = `/api/lead-capture/leads/${body.data.id}`;
    const changed = await client.put(path, {
      status: 'qualified',
      score: 77,
      company: null,
      notes: 'calls back',
    });
    expect(changed.status).toBe(200);
    expect(changed.body.data).toMatchObject({
      name: 'Cy Young',
      company: null,
      status: 'qualified',
      lead_score: 77,
      notes: 'calls back',
      email: 'cy@example.com',
    });
    const moved = await client.put(`/api/leads/${body.data.id}`, { email: 'Cy.New@example.com', name: 'Cy' });
    expect(moved.body.data).toMatchObject({ email: 'Cy.New@example.com', first_name: 'Cy', last_name: null });
    const [row] = await app.sql('select email_norm from leads where id = $1', [body.data.id]);
    expect(row).toEqual({ email_norm: 'cy.new@example.com' });
    expect((await client.put(path, {})).body.data.status).toBe('qualified');
  });

  it('and cannot move a lead onto the address of another', async () => {
    const { client } = await app.newUser();
    await client.post('/api/leads', { email: 'one@example.com' });
    const { body } = await client.post('/api/leads', { email: 'two@example.com' });
    const taken = await client.put(`/api/leads/${body.data.id}`, { email: 'ONE@example.com' });
    expect(taken.status).toBe(409);
    expect(taken.body.code).toBe('leads/already-exists');
  });

  it('and deletes one for good', async () => {
    const { client } = await app.newUser();
    const { body } = await client.post('/api/leads', { email: 'gone@example.com' });
    expect((await client.delete(`/api/leads/${body.data.id}`)).body.data).toEqual({ deleted: true });
    const after = await client.delete(`/api/leads/${body.data.id}`);
    expect([after.status, after.body.code]).toEqual([404, 'leads/not-found']);
  });
});

describe('bad input for a lead', () => {
  it.each([
    ['no address', { name: 'x' }, 'email'],
    ['an address with a newline', { email: 'a@example.com\nBcc: b@example.com' }, 'email'],
    ['an address in angle brackets', { email: 'A <a@example.com>' }, 'email'],
    ['an unknown status', { email: 'a@example.com', status: 'hot' }, 'status'],
    ['a score as text', { email: 'a@example.com', score: '5' }, 'score'],
    ['a score above 100', { email: 'a@example.com', lead_score: 101 }, 'lead_score'],
    ['a score with a fraction', { email: 'a@example.com', lead_score: 1.5 }, 'lead_score'],
    ['somebody else as owner', { email: 'a@example.com', created_by: randomUUID() }, 'created_by'],
    ['a user id', { email: 'a@example.com', user_id: randomUUID() }, 'user_id'],
    ['an id of its own', { email: 'a@example.com', id: randomUUID() }, 'id'],
    ['a form', { email: 'a@example.com', form_id: randomUUID() }, 'form_id'],
    ['control characters', { email: 'a@example.com', company: 'a\u0007b' }, 'company'],
    ['a name too long', { email: 'a@example.com', name: 'x'.repeat(201) }, 'name'],
    ['custom fields as a list', { email: 'a@example.com', custom_fields: [1] }, 'custom_fields'],
    [
      'custom fields of 33 KB',
      { email: 'a@example.com', custom_fields: { x: 'x'.repeat(33_000) } },
      'custom_fields',
    ],
    ['a tag that is no text', { email: 'a@example.com', tags: [5] }, 'tags'],
  ])('is refused and named: %s', async (_what, lead, path) => {
    const { client } = await app.newUser();
    const { status, body } = await client.post('/api/leads', lead);
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await client.get('/api/leads')).body.data).toEqual([]);
  });

  it.each([
    ['a prototype', '{"email":"p@example.com","custom_fields":{"__proto__":{"admin":true}}}'],
    ['a constructor', '{"email":"p@example.com","custom_fields":{"constructor":{"prototype":{"x":1}}}}'],
    ['a NUL byte', '{"email":"p@example.com","company":"a\\u0000b"}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['broken JSON', '{"email":'],
  ])('is refused before it reaches anything: %s', async (_what, text) => {
    const { client } = await app.newUser();
    expect((await client.post('/api/leads', text)).status).toBe(400);
    expect((await client.get('/api/leads')).body.data).toEqual([]);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=1e2',
    'limit=0x10',
    'limit=5&limit=6',
    'offset=-1',
    'min_score=x',
    'status=hot',
    'cursor=zzz',
    'sort=password',
  ])('is refused in a list: %s', async (query) => {
    const { client } = await app.newUser();
    expect((await client.get(`/api/leads?${query}`)).status).toBe(400);
  });
});

describe('somebody else', () => {
  it('finds no lead of mine by its id and changes nothing', async () => {
    const mine = await app.newUser();
    const { body } = await mine.client.post('/api/leads', {
      name: 'Mine',
      email: 'mine@example.com',
      tags: ['a'],
    });
    const before = await app.sql('select * from leads where id = $1', [body.data.id]);
    const other = await app.newUser();
    for (const base of ['/api/leads', '/api/lead-capture/leads']) {
      const unknown = await other.client.get(`${base}/${randomUUID()}`);
      const foreign = await other.client.get(`${base}/${body.data.id}`);
      expect(foreign.status).toBe(404);
      expect({ ...foreign.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
      expect((await other.client.put(`${base}/${body.data.id}`, { notes: 'x', status: 'lost' })).status).toBe(
        404,
      );
      expect((await other.client.get(`${base}/not-a-uuid`)).status).toBe(404);
    }
    expect((await other.client.delete(`/api/leads/${body.data.id}`)).status).toBe(404);
    for (const path of ['/api/leads', '/api/leads/search?q=Mine', '/api/lead-capture/leads'])
      expect((await other.client.get(path)).body.data).toEqual([]);
    expect((await other.client.get('/api/leads/analytics/overview')).body.data.total_leads).toBe(0);
    expect((await other.client.get('/api/leads/export')).text).not.toContain('mine@example.com');
    expect(await app.sql('select * from leads where id = $1', [body.data.id])).toEqual(before);
  });

  it('without a token is not let in', async () => {
    for (const path of [
      '/api/leads',
      '/api/leads/search?q=a',
      '/api/leads/export',
      '/api/lead-capture/stats',
    ])
      expect((await app.anonymous.get(path)).status).toBe(401);
    expect((await app.anonymous.post('/api/leads', { email: 'a@example.com' })).status).toBe(401);
  });
});

describe('withdrawn consent', () => {
  const asked = async (ownerId: string) => {
    const jobs = await app.sql<{ data: object }>(
      `select data from pgboss.job where name = 'leads.consent-withdrawn' and data ->> 'ownerId' = $1`,
      [ownerId],
    );
    return jobs.map(({ data }) => data);
  };

  it('is told to whoever sends mail, once', async () => {
    const { id, client } = await app.newUser();
    const { body } = await client.post('/api/leads', { email: 'Stop@example.com' });
    await client.put(`/api/leads/${body.data.id}`, { consent: 'withdrawn' });
    await client.put(`/api/leads/${body.data.id}`, { consent: 'withdrawn', notes: 'again' });
    expect(await asked(id)).toEqual([{ ownerId: id, emails: ['Stop@example.com'] }]);
  });

  it('is told again when its lead is deleted, however it had been withdrawn', async () => {
    const { id, client } = await app.newUser();
    const withdrawn = (await client.post('/api/leads', { email: 'gone@example.com' })).body.data;
    const other = (await client.post('/api/leads', { email: 'stays@example.com' })).body.data;
    await app.sql(`update leads set consent = 'withdrawn' where id = $1`, [withdrawn.id]);
    for (const lead of [withdrawn, other])
      expect((await client.delete(`/api/leads/${lead.id}`)).status).toBe(200);
    expect((await client.delete(`/api/leads/${withdrawn.id}`)).status).toBe(404);
    expect(await asked(id)).toEqual([{ ownerId: id, emails: ['gone@example.com'] }]);
  });
});
