import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { importing } from './imports.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const PLAN = { key: 'plan', label: 'Plan', type: 'select', options: ['basic', 'pro'] };

describe('a custom field', () => {
  it('is defined, listed, changed and deleted; values stay', async () => {
    const { client } = await app.newUser();
    const made = await client.post('/api/leads/fields', PLAN);
    expect([made.status, made.body.data]).toEqual([
      201,
      expect.objectContaining({ ...PLAN, required: false }),
    ]);
    await client.post('/api/leads/fields', { key: 'seats', type: 'number' });
    const { body } = await client.post('/api/leads', {
      email: 'a@example.com',
      custom_fields: { plan: ' pro ', seats: 3, free: [1] },
    });
    expect(body.data.custom_fields).toEqual({ plan: 'pro', seats: 3, free: [1] });
    const changed = await client.put('/api/leads/fields/plan', { options: ['gold'], label: 'Tariff' });
    expect(changed.body.data).toMatchObject({
      key: 'plan',
      label: 'Tariff',
      options: ['gold'],
      type: 'select',
    });
    const { data } = (await client.get('/api/leads/fields')).body;
    expect(data.map(({ key, label }: Record<string, string>) => [key, label])).toEqual([
      ['plan', 'Tariff'],
      ['seats', 'seats'],
    ]);
    expect((await client.delete('/api/leads/fields/plan')).body.data).toEqual({ deleted: true });
    expect((await client.delete('/api/leads/fields/plan')).body.code).toBe('leads/field-not-found');
    expect((await client.get(`/api/leads/${body.data.id}`)).body.data.custom_fields.plan).toBe('pro');
    const free = await client.put(`/api/leads/${body.data.id}`, { custom_fields: { plan: { any: 1 } } });
    expect(free.body.data.custom_fields).toEqual({ plan: { any: 1 } });
  });

  it('refuses values of another type, naming each, when a lead is made and when it is changed', async () => {
    const { client } = await app.newUser();
    await client.post('/api/leads/fields', PLAN);
    await client.post('/api/leads/fields', { key: 'seats', type: 'number', required: true });
    const wrong = await client.post('/api/leads', {
      email: 'a@example.com',
      custom_fields: { plan: 'gold' },
    });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'leads/custom-fields-invalid']);
    expect(wrong.body.errors).toEqual([
      { path: 'custom_fields.plan', message: 'custom_fields.plan must be one of basic, pro' },
      { path: 'custom_fields.seats', message: 'custom_fields.seats is required' },
    ]);
    expect((await client.post('/api/leads', { email: 'a@example.com' })).status).toBe(422);
    expect((await client.get('/api/leads')).body.data).toEqual([]);
    const lead = await client.post('/api/leads', { email: 'a@example.com', custom_fields: { seats: 1 } });
    const path = `/api/leads/${lead.body.data.id}`;
    expect((await client.put(path, { custom_fields: { seats: null } })).status).toBe(422);
    expect((await client.put(path, { company: 'ACME' })).status).toBe(200);
  });

  it('gives the cells of a file their type; a row with another is told', async () => {
    const user = await app.newUser();
    await user.client.post('/api/leads/fields', { key: 'seats', type: 'number' });
    await user.client.post('/api/leads/fields', { key: 'topics', type: 'multiselect', options: ['a', 'b'] });
    const file = 'email,seats,topics,other\nx@example.com,12,a; b,7\ny@example.com,many,,\n';
    const { data, byEmail } = await importing(app, file, '', user);
    expect(byEmail!['x@example.com']).toMatchObject({
      custom_fields: { seats: 12, topics: ['a', 'b'], other: '7' },
    });
    expect(data).toMatchObject({ created_count: 1, error_count: 1 });
    const { body } = await user.client.get(`/api/leads/imports/${data.id}/errors`);
    expect(body.data).toMatchObject([{ row_number: 3, field: 'seats', message: 'must be a number' }]);
  });

  it.each([
    ['a second time', { ...PLAN, type: 'text', options: [] }, 409, 'leads/field-exists'],
    ['as a select without options', { key: 'x', type: 'select' }, 422, 'leads/field-invalid'],
    ['as a number with options', { key: 'x', type: 'number', options: ['1'] }, 422, 'leads/field-invalid'],
    ['of an unknown type', { key: 'x', type: 'blob' }, 400, 'http/input-invalid'],
    ['under a name that cannot be', { key: 'a.b', type: 'text' }, 400, 'http/input-invalid'],
    ['under the name of a prototype', { key: 'constructor', type: 'text' }, 400, 'http/input-invalid'],
  ])('is not defined %s', async (_what, field, status, code) => {
    const { client } = await app.newUser();
    await client.post('/api/leads/fields', PLAN);
    const { status: was, body } = await client.post('/api/leads/fields', field);
    expect([was, body.code]).toEqual([status, code]);
    expect((await client.get('/api/leads/fields')).body.data).toHaveLength(1);
  });

  it('is one of at most 200', async () => {
    const { id, client } = await app.newUser();
    await app.sql(
      `insert into lead_fields (created_by, key, label, type)
       select $1::uuid, 'f' || n, 'f', 'text' from generate_series(1, 200) n`,
      [id],
    );
    const { status, body } = await client.post('/api/leads/fields', { key: 'more', type: 'text' });
    expect([status, body.code]).toEqual([422, 'leads/too-many-fields']);
  });

  it('of somebody else is neither seen, nor changed, nor asked for', async () => {
    const mine = await app.newUser();
    await mine.client.post('/api/leads/fields', { ...PLAN, required: true });
    const { client } = await app.newUser();
    expect((await client.get('/api/leads/fields')).body.data).toEqual([]);
    expect((await client.put('/api/leads/fields/plan', { label: 'x' })).status).toBe(404);
    expect((await client.delete('/api/leads/fields/plan')).status).toBe(404);
    expect(
      (await client.post('/api/leads', { email: 'a@example.com', custom_fields: { plan: 7 } })).status,
    ).toBe(201);
    expect((await client.post('/api/leads/fields', { key: 'plan', type: 'number' })).status).toBe(201);
    expect((await mine.client.get('/api/leads/fields')).body.data).toMatchObject([
      { ...PLAN, required: true },
    ]);
    expect((await app.anonymous.get('/api/leads/fields')).status).toBe(401);
  });
});
