import { newId } from '#kernel/ids';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeLeads } from './leads.makers.js';
import { emails, walk } from './lists.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a list of leads', () => {
  it('is newest first and can be walked page by page, also where several came at the same moment', async () => {
    const { id, client } = await app.newUser();
    const moment = new Date(Date.UTC(2026, 1, 1)).toISOString();
    await makeLeads(
      app,
      id,
      Array.from({ length: 9 }, (_, at) => (at < 4 ? {} : { created_at: moment })),
    );
    const all = emails(await client.get('/api/leads'));
    expect(all).toHaveLength(9);
    expect(all.slice(-4)).toEqual([
      'lead3@example.com',
      'lead2@example.com',
      'lead1@example.com',
      'lead0@example.com',
    ]);
    expect(await walk(client, '/api/leads?limit=2')).toEqual(all);
    expect(await walk(client, '/api/leads?limit=3')).toEqual(all);
    expect(await walk(client, '/api/leads?limit=9')).toEqual(all);
    expect(emails(await client.get('/api/leads?limit=2&offset=3'))).toEqual(all.slice(3, 5));
  });

  it.each(['/api/leads', '/api/lead-capture/forms', '/api/leads/imports', '/api/campaigns'])(
    'refuses a cursor it has not given out: %s',
    async (path) => {
      const { client } = await app.newUser();
      const id = newId();
      for (const parts of [
        ['x', 'y'],
        ['2026-02-01T00:00:00Z', 'y'],
        ['2026-02-31T00:00:00Z', id],
        ['0000-01-01T00:00:00Z', id],
        ['infinity', id],
      ]) {
        const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
        const { status, body } = await client.get(`${path}?cursor=${cursor}`);
        expect({ status, code: body.code }).toEqual({ status: 400, code: 'http/cursor-unreadable' });
      }
    },
  );

  it('answers the envelope and JSON that says so', async () => {
    const { client } = await app.newUser();
    const answer = await client.get('/api/leads');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({
      success: true,
      data: [],
      error: null,
      next_cursor: null,
      total: 0,
      total_estimated: false,
    });
  });

  it('can be narrowed by status, source and score', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [
      { status: 'qualified', lead_score: 80, source: 'import' },
      { status: 'qualified', lead_score: 20, source: 'embedded_form' },
      { status: null, lead_score: null, source: 'import' },
    ]);
    expect(emails(await client.get('/api/leads?status=qualified'))).toEqual([
      'lead1@example.com',
      'lead0@example.com',
    ]);
    expect(emails(await client.get('/api/leads?status=qualified&min_score=21'))).toEqual([
      'lead0@example.com',
    ]);
    expect(emails(await client.get('/api/leads?source=import'))).toEqual([
      'lead2@example.com',
      'lead0@example.com',
    ]);
    const [legacy] = (await client.get('/api/leads?source=import&limit=1')).body.data;
    expect(legacy).toMatchObject({ status: 'new', lead_score: 0, score: 0, tags: [] });
  });

  it('can be narrowed by campaign and form in the capture screens', async () => {
    const { id, client } = await app.newUser();
    const campaign = newId();
    const form = (await client.post('/api/lead-capture/forms', { name: 'F' })).body.data.id;
    await makeLeads(app, id, [{ campaign_id: campaign }, { form_id: form }, {}]);
    expect(emails(await client.get(`/api/lead-capture/leads?campaign_id=${campaign}`))).toEqual([
      'lead0@example.com',
    ]);
    expect(emails(await client.get(`/api/lead-capture/leads?form_id=${form}`))).toEqual([
      'lead1@example.com',
    ]);
    expect((await client.get('/api/lead-capture/leads?form_id=x')).status).toBe(400);
  });
});

describe('leads in numbers', () => {
  it('are counted by status, campaign and form', async () => {
    const { id, client } = await app.newUser();
    const campaign = newId();
    await makeLeads(app, id, [
      { status: 'new', lead_score: 0 },
      { status: 'qualified', lead_score: 50, campaign_id: campaign },
      { status: 'customer', lead_score: 75, campaign_id: campaign },
      { status: null },
    ]);
    expect((await client.get('/api/leads/analytics/overview')).body.data).toEqual({
      total_leads: 4,
      new_leads: 2,
      qualified_leads: 2,
      conversion_rate: 0.5,
    });
    expect((await client.get('/api/lead-capture/stats')).body.data).toEqual({
      total_leads: 4,
      by_status: { new: 2, qualified: 1, customer: 1 },
      by_campaign: { unknown: 2, [campaign]: 2 },
      by_form: { unknown: 4 },
      average_score: 62.5,
      qualified_leads: 2,
      conversion_rate: 50,
    });
    const ofCampaign = await client.get(`/api/lead-capture/stats?campaign_id=${campaign}`);
    expect(ofCampaign.body.data).toMatchObject({ total_leads: 2, conversion_rate: 100 });
  });

  it('are zero without leads', async () => {
    const { client } = await app.newUser();
    expect((await client.get('/api/lead-capture/stats')).body.data).toMatchObject({
      total_leads: 0,
      average_score: 0,
    });
    expect((await client.get('/api/leads/analytics/overview')).body.data.conversion_rate).toBe(0);
  });
});
