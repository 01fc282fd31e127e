import { randomUUID } from 'node:crypto';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { onEmbedded } from '../../support/where.js';
import { cameIn, later, NOVEMBER, told } from './analytics.makers.js';
import { makeLeads, newLead } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('the funnel', () => {
  it('tells how many have ever reached a stage, whatever became of them', async () => {
    const { client } = await app.newUser();
    await newLead(client);
    await newLead(client, { status: 'lost' });
    await newLead(client, { status: 'qualified' });
    const fallen = await newLead(client, { status: 'opportunity' });
    await client.put(`/api/leads/${fallen.id}`, { status: 'disqualified' });
    const hasty = await newLead(client);
    await client.put(`/api/leads/${hasty.id}`, { status: 'customer' });
    await client.put(`/api/leads/${hasty.id}`, { status: 'new' });
    const { stages, lost, disqualified } = await told(client, 'funnel');
    expect(stages).toEqual([
      { stage: 'new', reached: 5, of_previous: 1, of_all: 1 },
      { stage: 'contacted', reached: 3, of_previous: 0.6, of_all: 0.6 },
      { stage: 'qualified', reached: 3, of_previous: 1, of_all: 0.6 },
      { stage: 'opportunity', reached: 2, of_previous: 2 / 3, of_all: 0.4 },
      { stage: 'customer', reached: 1, of_previous: 0.5, of_all: 0.2 },
    ]);
    expect([lost, disqualified]).toEqual([1, 1]);
  });

  it('keeps what a lead had reached while it is deleted, merged away and restored', async () => {
    const { client } = await app.newUser();
    const [one, two] = [await newLead(client), await newLead(client)];
    await client.put(`/api/leads/${two.id}`, { status: 'qualified' });
    await client.put(`/api/leads/${two.id}`, { status: 'lost' });
    const qualified = async () => (await told(client, 'funnel')).stages[2].reached;
    expect(await qualified()).toBe(1);
    const { body } = await client.post('/api/leads/merges', { into: one.id, from: [two.id] });
    expect(await qualified()).toBe(0);
    await client.post(`/api/leads/merges/${body.data.merge_id}/undo`);
    expect(await qualified()).toBe(1);
    await client.delete(`/api/leads/${two.id}`);
    expect(await qualified()).toBe(0);
    await client.post(`/api/leads/${two.id}/restore`);
    expect(await qualified()).toBe(1);
  });
});

describe('the time to qualify', () => {
  it('is told by its median and percentiles, by source, without those who came in qualified', async () => {
    const { id, client } = await app.newUser();
    const at = '2026-11-03T10:00:00Z';
    const took = (hours: number, source: string, more = {}) =>
      cameIn(at, { source, status: 'lost', qualified_at: later(at, hours), ...more });
    await makeLeads(app, id, [
      took(0.5, 'fair'),
      took(7.9, 'fair'),
      took(30, 'fair'),
      took(10 * 24 + 5, 'fair', { customer_at: later(at, 103 * 24) }),
      took(0, 'fair'),
      cameIn(at, { source: 'fair', status: 'qualified' }),
      took(50, 'web'),
      cameIn(at, { source: 'web' }),
      cameIn('2026-12-01T00:00:00Z', { source: 'web', qualified_at: later('2026-12-01T00:00:00Z', 5_000) }),
    ]);
    const { all, sources } = await told(client, `velocity${NOVEMBER}`);
    const nobody = { reached: 0, arrived: 0, measured: 0, median_days: null, p75_days: null, p90_days: null };
    expect(all).toEqual({
      qualified: { reached: 7, arrived: 2, measured: 5, median_days: 1, p75_days: 2, p90_days: 10 },
      // Weeks from the thirtieth day on.
      customer: { reached: 1, arrived: 0, measured: 1, median_days: 100, p75_days: 100, p90_days: 100 },
    });
    expect(sources).toEqual([
      {
        source: 'fair',
        qualified: { reached: 6, arrived: 2, measured: 4, median_days: 0.29, p75_days: 1, p90_days: 10 },
        customer: all.customer,
      },
      {
        source: 'web',
        qualified: { reached: 1, arrived: 0, measured: 1, median_days: 2, p75_days: 2, p90_days: 2 },
        customer: nobody,
      },
    ]);
  });

  it('is measured by the change of status', async () => {
    const { id, client } = await app.newUser();
    const lead = await newLead(client);
    await app.sql(`update leads set created_at = now() - interval '80 hours' where created_by = $1`, [id]);
    await client.put(`/api/leads/${lead.id}`, { status: 'opportunity' });
    expect((await told(client, 'velocity')).all).toMatchObject({
      qualified: { reached: 1, arrived: 0, measured: 1, median_days: 3 },
      customer: { reached: 0, median_days: null },
    });
    // One who came in qualified has taken no time for it, also when it is known no more by the status.
    const arrived = await newLead(client, { status: 'qualified' });
    await client.put(`/api/leads/${arrived.id}`, { status: 'lost' });
    expect((await told(client, 'velocity')).all.qualified).toMatchObject({
      reached: 2,
      arrived: 1,
      measured: 1,
    });
  });
});

describe('cohorts', () => {
  it('tell by week or month which share was qualified and bought how soon', async () => {
    const { id, client } = await app.newUser();
    const monday = '2024-03-04T00:00:00Z';
    const sunday = '2024-03-10T23:59:59Z';
    await makeLeads(app, id, [
      cameIn(monday, { status: 'customer' }),
      cameIn(monday, { qualified_at: later(monday, 7 * 24 - 1) }),
      cameIn(sunday, { qualified_at: later(sunday, 7 * 24), customer_at: later(sunday, 91 * 24) }),
      cameIn(sunday),
      cameIn('2024-03-11T00:00:00Z'),
      cameIn('2024-04-30T23:00:00Z', { qualified_at: '2024-05-29T00:00:00Z' }),
    ]);
    const { by, from, to, cohorts } = await told(client, 'cohorts?from=2024-03-06&to=2024-03-19');
    expect([by, from, to]).toEqual(['week', '2024-03-04', '2024-03-24']);
    expect(cohorts).toEqual([
      {
        starts: '2024-03-04',
        leads: 4,
        qualified: { within_7_days: 0.5, within_30_days: 0.75, within_90_days: 0.75 },
        customer: { within_7_days: 0.25, within_30_days: 0.25, within_90_days: 0.25 },
      },
      {
        starts: '2024-03-11',
        leads: 1,
        qualified: { within_7_days: 0, within_30_days: 0, within_90_days: 0 },
        customer: { within_7_days: 0, within_30_days: 0, within_90_days: 0 },
      },
      {
        starts: '2024-03-18',
        leads: 0,
        qualified: { within_7_days: null, within_30_days: null, within_90_days: null },
        customer: { within_7_days: null, within_30_days: null, within_90_days: null },
      },
    ]);
    const months = await told(client, 'cohorts?by=month&from=2024-03-31&to=2024-04-01');
    expect(months.cohorts).toMatchObject([
      { starts: '2024-03-01', leads: 5, qualified: { within_7_days: 0.4, within_30_days: 0.6 } },
      { starts: '2024-04-01', leads: 1, qualified: { within_7_days: 0, within_30_days: 1 } },
    ]);
  });

  it('tell nothing of a time that some of their leads have not had, and are twelve by default', async () => {
    const { client } = await app.newUser();
    await newLead(client, { status: 'customer' });
    for (const by of ['week', 'month']) {
      const { cohorts } = await told(client, `cohorts?by=${by}`);
      expect(cohorts).toHaveLength(12);
      const shares = { within_7_days: null, within_30_days: null, within_90_days: null };
      expect(cohorts[11]).toMatchObject({ qualified: shares, customer: shares });
    }
  });
});

describe('the pipeline as screens read it', () => {
  const ago = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000).toISOString();
  const summary = (userId: string) =>
    app
      .get(Database)
      .as(userId, () =>
        app
          .get(Database)
          .tables('lead_pipeline_summary')
          .selectFrom('lead_pipeline_summary')
          .selectAll()
          .orderBy('status')
          .execute(),
      );

  it('counts the own leads by status, as they are now', async () => {
    const owner = await app.newUser();
    const other = await app.newUser();
    await newLead(other.client, { status: 'lost' });
    await makeLeads(app, owner.id, [
      { email: 'a@example.com', status: 'new', lead_score: 10, created_at: ago(0) },
      { email: 'b@example.com', status: 'new', lead_score: 25, created_at: ago(6) },
      { email: 'c@example.com', status: null, lead_score: null, created_at: ago(10) },
      { email: 'd@example.com', status: 'qualified', lead_score: 80, created_at: ago(100) },
    ]);
    expect(await summary(owner.id)).toEqual([
      { status: 'new', lead_count: 3, avg_score: '11.67', new_this_week: 2, new_this_month: 3 },
      { status: 'qualified', lead_count: 1, avg_score: '80.00', new_this_week: 0, new_this_month: 0 },
    ]);
    const [lead] = (await owner.client.get('/api/leads?status=qualified')).body.data;
    await owner.client.put(`/api/leads/${lead.id}`, { status: 'customer' });
    expect((await summary(owner.id)).map(({ status }) => status)).toEqual(['new', 'customer']);
    expect(await summary(other.id)).toMatchObject([{ status: 'lost', lead_count: 1 }]);
    expect(await summary(randomUUID())).toEqual([]);
  });

  it('may be asked of a lead`s row as of a column', async () => {
    const { id, client } = await app.newUser();
    await newLead(client, { status: 'customer' });
    const rows = await app.get(Database).as(id, () =>
      app.get(Database).execute({
        sql: 'select leads.conversion_probability, leads.engagement_level from leads',
        parameters: [],
      }),
    );
    expect(rows.rows).toEqual([{ conversion_probability: '1', engagement_level: 'none' }]);
  });

  onEmbedded('is read through the REST interface, each user seeing the own leads', async () => {
    const owner = await app.newUser();
    const other = await app.newUser();
    await newLead(owner.client, { status: 'qualified', lead_score: 50 });
    const path = '/rest/v1/lead_pipeline_summary?select=status,lead_count';
    expect((await owner.client.get(path)).body).toEqual([{ status: 'qualified', lead_count: 1 }]);
    expect((await other.client.get(path)).body).toEqual([]);
    expect((await app.anonymous.get(path)).body).not.toEqual([expect.anything()]);
  });
});
