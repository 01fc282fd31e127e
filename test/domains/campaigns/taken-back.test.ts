import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';

let app: TestApp;
let client: TestClient;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  ({ client } = await app.newUser());
});
afterAll(() => app.close());

const AT = { at: '2035-01-01T09:00' };
const create = async (fields: object) => {
  const { status, body } = await client.post('/api/campaigns', { name: randomUUID(), ...fields });
  expect(status).toBe(201);
  return body.data;
};

describe('what was said of a campaign', () => {
  it.each<[string, object, object]>([
    ['description', { description: 'x' }, { description: null }],
    ['end_date', { end_date: '2035-02-01T00:00:00Z' }, { end_date: null }],
    ['start_date', { start_date: '2035-01-01T00:00:00Z' }, { start_date: null }],
    ['start_date', { schedule: AT }, { start_date: null, schedule: null }],
    ['schedule', { schedule: AT }, { start_date: null, schedule: null }],
    ['budget', { budget: 10 }, { budget_allocated: null, total_budget: null }],
    ['budget_allocated', { budget: 10 }, { budget_allocated: null, total_budget: 10 }],
    ['total_budget', { budget: 10 }, { budget_allocated: 10, total_budget: null }],
    ['objective', { objective: 'More' }, { primary_objective: null }],
    ['primary_objective', { primary_objective: 'More' }, { primary_objective: null }],
    ['target_audience', { target_audience: 'Bakers' }, { target_audience: null }],
    ['target_audience', { target_audience: { of: 'bread' } }, { target_audience: null }],
    ['channels', { channels: ['email'] }, { channels: [] }],
    ['content', { content: { a: 1 } }, { content: {} }],
    [
      'settings',
      { settings: { a: 1 }, audience: { tags: ['a'] } },
      { settings: {}, audience: { tags: ['a'] } },
    ],
    ['demographics', { demographics: { a: 1 } }, { demographics: {} }],
    ['kpi_targets', { kpi_targets: { a: 1 } }, { kpi_targets: {} }],
  ])('is taken back by %s: null', async (field, fields, expected) => {
    const { id } = await create(fields);
    const { status, body } = await client.put(`/api/campaigns/${id}`, { [field]: null });
    expect(status).toBe(200);
    expect(body.data).toMatchObject(expected);
    const unsaid = await create({ [field]: null });
    expect(unsaid).toMatchObject({ status: 'draft' });
  });

  it('about its schedule goes with its start date, unless a new one takes its place', async () => {
    const { id } = await create({ schedule: AT });
    const change = (changes: object) => client.put(`/api/campaigns/${id}`, changes);
    const again = await change({ start_date: null, schedule: { at: '2036-01-01T09:00' } });
    expect(again.body.data).toMatchObject({ start_date: expect.stringMatching(/^2036-01-01T09:00/) });
    const alone = await change({ schedule: null });
    expect(alone.body.data).toMatchObject({ start_date: null, schedule: null });
  });

  it.each([{ audience: null }, { audience: { tags: null } }, { audience: { lead_ids: null } }])(
    'about its audience is not taken back by %j, which might mean everybody',
    async (wrong) => {
      const { id } = await create({ audience: { tags: ['vip'] } });
      expect((await client.put(`/api/campaigns/${id}`, wrong)).status).toBe(400);
      expect((await client.get(`/api/campaigns/${id}`)).body.data.audience).toEqual({ tags: ['vip'] });
      expect((await client.post('/api/campaigns', { name: 'x', ...wrong })).status).toBe(400);
      const everybody = await client.put(`/api/campaigns/${id}`, { audience: {} });
      expect(everybody.body.data.audience).toEqual({});
    },
  );
});

describe('the dates of a campaign', () => {
  const spring = { start_date: '2035-01-01T00:00:00Z', end_date: '2035-02-01T00:00:00Z' };

  it.each<[object]>([
    [{ start_date: '2035-03-01T00:00:00Z', end_date: null }],
    [{ end_date: '2034-06-01T00:00:00Z', start_date: null }],
    [{ end_date: '2034-06-01T00:00:00Z', schedule: { at: '2034-01-01T09:00' } }],
    [{ end_date: '2034-06-01T00:00:00Z', schedule: null }],
  ])('are held against what becomes of them by %j', async (changes) => {
    const { id } = await create(spring);
    expect((await client.put(`/api/campaigns/${id}`, changes)).status).toBe(200);
  });

  it.each<[object]>([
    [{ start_date: '2035-03-01T00:00:00Z' }],
    [{ end_date: '2034-06-01T00:00:00Z' }],
    [{ schedule: { at: '2035-03-01T09:00' } }],
    [{ schedule: { at: '2035-03-01T09:00' }, start_date: null }],
  ])('cannot be reversed by %j', async (changes) => {
    const { id } = await create(spring);
    const { status, body } = await client.put(`/api/campaigns/${id}`, changes);
    expect([status, body.code]).toEqual([422, 'campaigns/dates-reversed']);
    const made = await client.post('/api/campaigns', {
      name: 'x',
      ...spring,
      start_date: null,
      schedule: { at: '2035-03-01T09:00' },
    });
    expect([made.status, made.body.code]).toEqual([422, 'campaigns/dates-reversed']);
  });
});
