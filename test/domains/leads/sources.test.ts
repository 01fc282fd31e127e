import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { ADA, makeSource, MAPPING, signed, SOURCES } from './sources.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const deliver = (path: string, text: string, headers: Record<string, string>) =>
  app.anonymous.post(path, text, headers);

describe('a marketer lets another system send leads', () => {
  it('and is shown what it signs with once', async () => {
    const { client, source, secret } = await makeSource(app);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(source).toMatchObject({
      name: 'CRM',
      items_path: null,
      mapping: MAPPING,
      on_match: 'update',
      active: true,
      url: `http://links.test/api/lead-capture/inbound/${source.id}`,
      deliveries_count: 0,
      last_delivery_at: null,
    });
    const { secret: _, ...shown } = source;
    expect((await client.get(`${SOURCES}/${source.id}`)).body.data).toEqual(shown);
    expect((await client.get(SOURCES)).body.data).toEqual([shown]);
    const stored = await app.sql(
      `select lead_sources::text || coalesce(user_secrets::text, '') as row from lead_sources
       left join user_secrets on service_name = 'lead_source:' || lead_sources.id where lead_sources.id = $1`,
      [source.id],
    );
    expect(JSON.stringify(stored)).not.toContain(secret.slice('whsec_'.length));
  });

  it('with a new secret, after which the one before is worthless', async () => {
    const { client, source, path, secret } = await makeSource(app);
    const { body } = await client.post(`${SOURCES}/${source.id}/rotate-secret`);
    expect(body.data.secret).not.toBe(secret);
    const text = JSON.stringify(ADA);
    expect((await deliver(path, text, signed(text, { secret }))).status).toBe(401);
    expect((await deliver(path, text, signed(text, { secret: body.data.secret }))).status).toBe(200);
  });

  it('changes and deletes it; its leads stay', async () => {
    const { client, source, path, secret, leads } = await makeSource(app);
    const text = JSON.stringify(ADA);
    await deliver(path, text, signed(text, { secret }));
    const mapping = [{ from: 'mail', to: 'email' }];
    const { body } = await client.put(`${SOURCES}/${source.id}`, {
      name: 'Shop',
      mapping,
      items_path: 'rows',
    });
    expect(body.data).toMatchObject({ name: 'Shop', mapping, items_path: 'rows', on_match: 'update' });
    expect((await client.put(`${SOURCES}/${source.id}`, { items_path: '' })).body.data.items_path).toBeNull();
    expect((await client.delete(`${SOURCES}/${source.id}`)).body.data).toEqual({ deleted: true });
    expect((await client.delete(`${SOURCES}/${source.id}`)).status).toBe(404);
    expect((await deliver(path, text, signed(text, { secret }))).status).toBe(404);
    expect(await leads()).toHaveLength(1);
  });

  it.each([
    ['no mapping', { mapping: undefined }, 400, 'mapping'],
    ['an empty one', { mapping: [] }, 400, 'mapping'],
    ['51 fields', { mapping: Array(51).fill(MAPPING[0]) }, 400, 'mapping'],
    [
      'a path of nine names',
      { mapping: [{ from: 'a.b.c.d.e.f.g.h.i', to: 'email' }] },
      400,
      'mapping.0.from',
    ],
    ['a path to a prototype', { mapping: [{ from: 'a.__proto__', to: 'email' }] }, 400, 'mapping.0.from'],
    ['the owner as a field', { mapping: [{ from: 'a', to: 'created_by' }] }, 400, 'mapping.0.to'],
    ['no name', { name: undefined }, 400, 'name'],
    ['a wrong rule', { on_match: 'replace' }, 400, 'on_match'],
    ['no field by which a lead is known', { mapping: [{ from: 'a', to: 'company' }] }, 422, 'mapping'],
    ['a field twice', { mapping: [MAPPING[0], { from: 'b', to: 'email' }] }, 422, 'mapping.1.to'],
  ])('but not with %s', async (_what, changes, status, path) => {
    const { client } = await app.newUser();
    const answer = await client.post(SOURCES, { name: 'CRM', mapping: MAPPING, ...changes });
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
    expect((await client.get(SOURCES)).body.data).toEqual([]);
  });

  it('and nobody else sees, changes, deletes or opens it', async () => {
    const { source, path, secret } = await makeSource(app);
    const { client, id } = await app.newUser();
    const at = `${SOURCES}/${source.id}`;
    const answers = [
      await client.get(at),
      await client.put(at, { active: false }),
      await client.post(`${at}/rotate-secret`),
      await client.delete(at),
      await client.get(`${SOURCES}/not-a-uuid`),
    ];
    for (const { status, body } of answers)
      expect([status, body.code]).toEqual([404, 'leads/source-not-found']);
    expect((await client.get(SOURCES)).body.data).toEqual([]);
    expect((await app.anonymous.get(SOURCES)).status).toBe(401);
    const text = JSON.stringify({ ...ADA, created_by: id });
    expect((await deliver(path, text, signed(text, { secret }))).body.created).toBe(1);
    expect((await client.get('/api/leads')).body.data).toEqual([]);
  });
});
