import { randomUUID } from 'node:crypto';
import { EngagementService } from '#domains/leads/engagements/engagement.service';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeForm } from './forms.makers.js';
import { makeLeads, newLead } from './leads.makers.js';

const DAY_MS = 24 * 60 * 60_000;
const CALL = {
  type: 'call',
  direction: 'outbound',
  subject: '  Prices  ',
  text: 'Twenty seats,\nfrom May.',
  outcome: 'wants a demo',
  duration_minutes: 12,
};

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const timeline = async (client: TestClient, id: string) =>
  (await client.get(`/api/leads/${id}/timeline`)).body.data;

describe('what a person did with a lead', () => {
  it('is recorded, stands in the timeline when it happened, and can be corrected and taken back', async () => {
    const { client } = await app.newUser();
    const { id } = await newLead(client);
    const path = `/api/leads/${id}/activities`;
    const made = await client.post(path, { ...CALL, occurred_at: ago(2) });
    expect(made.status).toBe(201);
    const { data: call } = made.body;
    expect(call).toEqual({
      id: expect.any(String),
      ...CALL,
      subject: 'Prices',
      occurred_at: expect.stringMatching(/^\d{4}-.*Z$/),
      edited_at: null,
    });
    const meeting = (await client.post(path, { type: 'meeting' })).body.data;
    expect(meeting).toMatchObject({ subject: null, text: null, duration_minutes: null, direction: null });
    const lead = (await client.get(`/api/leads/${id}`)).body.data;
    expect(lead.last_activity_at).toBe(meeting.occurred_at);
    await client.post(path, { type: 'letter', occurred_at: ago(9) });
    expect((await client.get(`/api/leads/${id}`)).body.data.last_activity_at).toBe(meeting.occurred_at);
    await client.post(`/api/leads/${id}/notes`, { text: 'no activity' });
    const page = (await client.get(`${path}?limit=2`)).body;
    const rest = (await client.get(`${path}?limit=2&cursor=${page.next_cursor}`)).body;
    expect([...page.data, ...rest.data].map(({ type }: { type: string }) => type)).toEqual([
      'meeting',
      'call',
      'letter',
    ]);
    const told = (await timeline(client, id)).find(({ type }: { type: string }) => type === 'call');
    expect(told).toMatchObject({
      id: call.id,
      at: call.occurred_at,
      source: 'person',
      data: { duration_minutes: 12 },
    });
    const changed = await client.put(`${path}/${call.id}`, { type: 'message', text: 'It was a chat.' });
    expect(changed.body.data).toMatchObject({
      id: call.id,
      type: 'message',
      text: 'It was a chat.',
      outcome: null,
      occurred_at: call.occurred_at,
      edited_at: expect.any(String),
    });
    expect((await client.delete(`${path}/${call.id}`)).body.data).toEqual({ deleted: true });
    expect((await client.delete(`${path}/${call.id}`)).status).toBe(404);
    expect((await timeline(client, id)).map(({ type }: { type: string }) => type)).not.toContain('message');
  });

  it.each([
    [{ type: 'visited' }, 400],
    [{ type: 'note' }, 400],
    [{}, 400],
    [{ type: 'call', duration_minutes: 1.5 }, 400],
    [{ type: 'call', duration_minutes: 1_441 }, 400],
    [{ type: 'call', direction: 'sideways' }, 400],
    [{ type: 'call', text: 'x\u0000' }, 400],
    [{ type: 'call', text: 'x'.repeat(10_001) }, 400],
    [{ type: 'call', occurred_at: 'yesterday' }, 400],
    [{ type: 'call', source: 'agent' }, 400],
    [{ type: 'call', occurred_at: new Date(Date.now() + DAY_MS).toISOString() }, 422],
  ])('is refused where it cannot have been: %j', async (activity, status) => {
    const { client } = await app.newUser();
    const { id } = await newLead(client);
    expect((await client.post(`/api/leads/${id}/activities`, activity)).status).toBe(status);
    expect(await timeline(client, id)).toHaveLength(1);
  });

  it('is nobody else`s to see or to write, and no other event can be changed by its path', async () => {
    const owner = await app.newUser();
    const other = await app.newUser();
    const { id } = await newLead(owner.client);
    const theirs = await newLead(other.client);
    const path = `/api/leads/${id}/activities`;
    const call = (await owner.client.post(path, CALL)).body.data;
    const note = (await owner.client.post(`/api/leads/${id}/notes`, { text: 'mine' })).body.data;
    const answers = [
      await other.client.get(path),
      await other.client.post(path, CALL),
      await other.client.put(`${path}/${call.id}`, CALL),
      await other.client.delete(`${path}/${call.id}`),
      await other.client.put(`/api/leads/${theirs.id}/activities/${call.id}`, CALL),
      await owner.client.put(`/api/leads/${theirs.id}/activities/${call.id}`, CALL),
      await owner.client.put(`${path}/${note.id}`, CALL),
      await owner.client.delete(`${path}/${note.id}`),
      await owner.client.delete(`${path}/x`),
      await owner.client.get('/api/leads/x/activities'),
      await owner.client.post('/api/leads/x/activities', CALL),
      await other.client.get(`/api/leads/${id}/outlook`),
      await owner.client.get('/api/leads/x/outlook'),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await app.anonymous.get(path)).status).toBe(401);
    expect((await owner.client.get(path)).body.data).toEqual([call]);
    expect(await timeline(other.client, theirs.id)).toHaveLength(1);
  });
});

describe('a lead that was deleted and restored', () => {
  it('tells both in its timeline', async () => {
    const { client } = await app.newUser();
    const { id } = await newLead(client);
    await client.delete(`/api/leads/${id}`);
    await client.post(`/api/leads/${id}/restore`);
    const events = await timeline(client, id);
    expect(events.map(({ type, source }: Record<string, string>) => `${type} ${source}`)).toEqual([
      'restored person',
      'deleted person',
      'created person',
    ]);
  });
});

describe('what is to be expected of a lead', () => {
  const outlook = async (client: TestClient, id: string) =>
    (await client.get(`/api/leads/${id}/outlook`)).body.data;

  it('is the more the further and the better it is, by what the own leads came to', async () => {
    const { id: ownerId, client } = await app.newUser();
    const many = (count: number, lead: object) =>
      Array.from({ length: count }, () => ({ email: `${randomUUID()}@example.com`, ...lead }));
    await makeLeads(app, ownerId, [
      ...many(11, { status: 'new', lead_score: 40 }),
      ...many(4, { status: 'qualified', lead_score: 40 }),
      ...many(4, { status: 'customer', lead_score: 40 }),
    ]);
    const of = async (lead: object) => outlook(client, (await newLead(client, lead)).id);
    const fresh = await of({ lead_score: 40 });
    // 20 leads, of which 4 became customers, and 20 with 1 put in.
    expect(fresh).toMatchObject({
      conversion_probability: 0.125,
      stage: { reached: 20, customers: 4 },
      average_score: 40,
      engagement_level: 'none',
      engagement_points: 0,
    });
    const qualified = await of({ status: 'qualified', lead_score: 40 });
    expect(qualified).toMatchObject({ conversion_probability: 0.172, stage: { reached: 9, customers: 4 } });
    expect((await of({ lead_score: 100 })).conversion_probability).toBeGreaterThan(0.4);
    expect((await of({ status: 'customer' })).conversion_probability).toBe(1);
    expect((await of({ status: 'lost' })).conversion_probability).toBe(0);
    const other = await app.newUser();
    const alone = await outlook(other.client, (await newLead(other.client)).id);
    expect(alone).toMatchObject({ conversion_probability: 0.048, stage: { reached: 1, customers: 0 } });
  });

  it('is livelier the more it did, and the less the longer ago', async () => {
    const { ownerId, client, submit } = await makeForm(app);
    const { body } = await submit({ email: 'lively@example.com', name: 'L' });
    const id = body.lead_id;
    const level = async () => {
      const { engagement_level, engagement_points } = await outlook(client, id);
      return [engagement_level, engagement_points];
    };
    expect(await level()).toEqual(['medium', 5]);
    const did = (kind: 'opened' | 'clicked', days: number) =>
      app.get(EngagementService).keep([
        {
          id: randomUUID(),
          ownerId,
          leadId: id,
          emailNorm: 'lively@example.com',
          kind,
          campaignId: randomUUID(),
          link: null,
          at: ago(days),
        },
      ]);
    await did('clicked', 30);
    await did('opened', 60);
    await did('clicked', 91);
    expect(await level()).toEqual(['medium', 6.75]);
    const recorded = { type: 'email', direction: 'outbound' };
    await client.post(`/api/leads/${id}/activities`, recorded);
    expect(await level()).toEqual(['medium', 6.75]);
    await client.post(`/api/leads/${id}/activities`, { ...recorded, direction: 'inbound' });
    expect(await level()).toEqual(['high', 11.75]);
    const age = (table: string, days: number) =>
      app.sql(`update ${table} set occurred_at = now() - make_interval(days => $2) where lead_id = $1`, [
        id,
        days,
      ]);
    await age('lead_engagements', 91);
    await age('lead_activities', 60);
    expect(await level()).toEqual(['low', 2.5]);
    await age('lead_activities', 91);
    expect(await level()).toEqual(['none', 0]);
  });
});
