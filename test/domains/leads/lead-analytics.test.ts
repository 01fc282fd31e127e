import { randomUUID } from 'node:crypto';
import { ReportService } from '#domains/leads/reports/report.service';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { cameIn, NOVEMBER, told } from './analytics.makers.js';
import { makeForm } from './forms.makers.js';
import { makeLeads, newLead } from './leads.makers.js';

const DAY_MS = 24 * 60 * 60_000;
const ROUTES = ['sources', 'days', 'forms', 'campaigns', 'funnel', 'velocity', 'cohorts'];
const NONE = { leads: 0, qualified: 0, customers: 0, lost: 0, conversion_rate: 0, average_score: null };

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const utcDay = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);

describe('leads of some days', () => {
  it('are told apart by source, form and campaign, the most frequent first', async () => {
    const { ownerId, client, form } = await makeForm(app, { name: 'Newsletter' });
    const campaign = randomUUID();
    await makeLeads(app, ownerId, [
      cameIn('2026-11-03T10:00:00Z', { source: 'fair', status: 'qualified', lead_score: 80 }),
      cameIn('2026-11-03T11:00:00Z', {
        source: 'fair',
        status: 'lost',
        lead_score: 0,
        campaign_id: campaign,
      }),
      cameIn('2026-11-30T23:59:59Z', {
        source: 'web',
        status: 'converted',
        lead_score: 45,
        form_id: form.id,
      }),
      cameIn('2026-11-20T10:00:00Z', { source: 'fair', status: null, lead_score: null }),
      cameIn('2026-12-01T00:00:00Z', { source: 'web', form_id: form.id, campaign_id: campaign }),
      cameIn('2026-10-31T23:59:59Z', { source: 'ads' }),
    ]);
    const fair = { leads: 3, qualified: 1, customers: 0, lost: 1, conversion_rate: 1 / 3, average_score: 80 };
    const web = { leads: 1, qualified: 1, customers: 1, lost: 0, conversion_rate: 1, average_score: 45 };
    expect(await told(client, `sources${NOVEMBER}`)).toEqual({
      from: '2026-11-01',
      to: '2026-11-30',
      sources: [
        { source: 'fair', ...fair },
        { source: 'web', ...web },
      ],
      others: null,
    });
    expect((await told(client, `forms${NOVEMBER}`)).forms).toEqual([
      { form_id: null, form_name: null, ...fair },
      { form_id: form.id, form_name: 'Newsletter', ...web },
    ]);
    expect((await told(client, `campaigns${NOVEMBER}`)).campaigns).toMatchObject([
      { campaign_id: null, leads: 3, qualified: 2, average_score: 62.5 },
      { campaign_id: campaign, leads: 1, lost: 1, average_score: null },
    ]);
    // Across a year, of which whole months are kept for themselves, nothing is missing and nothing is there twice.
    for (const [days, leads] of [
      ['from=2026-10-31&to=2026-12-01', 6],
      ['from=2026-01-01&to=2026-12-31', 6],
      ['from=2026-11-04&to=2026-12-31', 3],
      ['from=2026-11-30&to=2026-11-30', 1],
    ] as const)
      expect([days, summed((await told(client, `sources?${days}`)).sources)]).toEqual([days, leads]);
  });

  it('are shown by the hundred most frequent, all others together', async () => {
    const { id, client } = await app.newUser();
    await app.sql(
      `insert into leads (created_by, source, created_at, status, lead_score)
       select $1, 'source ' || source, '2026-11-05', 'qualified', 50
       from generate_series(1, 103) as source, generate_series(1, case when source <= 2 then 3 else 1 end)`,
      [id],
    );
    const { sources, others } = await told(client, `sources${NOVEMBER}`);
    expect(sources).toHaveLength(100);
    expect(
      sources.slice(0, 2).map(({ source, leads }: { source: string; leads: number }) => [source, leads]),
    ).toEqual([
      ['source 1', 3],
      ['source 2', 3],
    ]);
    expect(others).toMatchObject({ leads: 3, qualified: 3, conversion_rate: 1, average_score: 50 });
  });

  it('are counted by the day of UTC, empty ones too, also where clocks are put forward', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [
      cameIn('2026-03-29T00:30:00+02:00'),
      cameIn('2026-03-29T01:59:59+01:00'),
      cameIn('2026-03-29T03:00:00+02:00', { status: 'customer', lead_score: 90 }),
      cameIn('2026-03-31T01:00:00+02:00'),
    ]);
    const { days } = await told(client, 'days?from=2026-03-27&to=2026-03-31');
    expect(days).toEqual([
      { day: '2026-03-27', ...NONE },
      { day: '2026-03-28', ...NONE, leads: 1 },
      {
        day: '2026-03-29',
        leads: 2,
        qualified: 1,
        customers: 1,
        lost: 0,
        conversion_rate: 0.5,
        average_score: 90,
      },
      { day: '2026-03-30', ...NONE, leads: 1 },
      { day: '2026-03-31', ...NONE },
    ]);
    expect((await told(client, 'days?from=2025-01-01&to=2026-12-31')).days).toHaveLength(730);
  });

  it('are those of the last thirty days when none are named', async () => {
    const { client } = await app.newUser();
    await newLead(client, { status: 'contacted' });
    const before = utcDay(0);
    const { from, to, days } = await told(client, 'days');
    expect(before <= to && to <= utcDay(0)).toBe(true);
    expect([from, days.length]).toEqual([
      new Date(Date.parse(to) - 29 * DAY_MS).toISOString().slice(0, 10),
      30,
    ]);
    expect(days.slice(-2).reduce((sum: number, { leads }: { leads: number }) => sum + leads, 0)).toBe(1);
  });
});

describe('numbers of a period', () => {
  it('begin and end within a day', async () => {
    const { id } = await app.newUser();
    await makeLeads(app, id, [
      cameIn('2026-09-01T08:59:59Z', { lead_score: 10 }),
      cameIn('2026-09-01T09:00:00Z', { lead_score: 20, status: 'qualified' }),
      cameIn('2026-10-15T00:00:00Z', { lead_score: 0 }),
      cameIn('2026-11-05T08:59:59Z', { lead_score: 70 }),
      cameIn('2026-11-05T09:00:00Z', { lead_score: 90, status: 'customer' }),
    ]);
    const sums = (from: string, to: string) =>
      app.get(Database).as(id, () => app.get(ReportService).sums(id, { from, to }));
    expect(await sums('2026-09-01T09:00:00.000Z', '2026-11-05T09:00:00.000Z')).toEqual({
      leads: 3,
      qualified: 1,
      average_score: 45,
    });
    expect((await sums('2026-09-01T00:00:00.000Z', '2026-11-05T00:00:00.000Z')).leads).toBe(3);
    expect((await sums('2026-11-05T08:00:00.000Z', '2026-11-05T09:30:00.000Z')).leads).toBe(2);
  });
});

describe('analytics of leads', () => {
  it('are empty for an owner without leads', async () => {
    const { client } = await app.newUser();
    expect(await told(client, 'sources')).toMatchObject({ sources: [], others: null });
    expect(await told(client, 'forms')).toMatchObject({ forms: [], others: null });
    expect(await told(client, 'campaigns')).toMatchObject({ campaigns: [], others: null });
    expect((await told(client, 'days')).days).toHaveLength(30);
    const { stages, lost } = await told(client, 'funnel');
    expect([stages[2], lost]).toEqual([
      { stage: 'qualified', reached: 0, of_previous: null, of_all: null },
      0,
    ]);
    const { all, sources } = await told(client, 'velocity');
    expect([all.qualified.median_days, all.qualified.measured, sources]).toEqual([null, 0, []]);
    expect((await told(client, 'cohorts')).cohorts[0].qualified.within_7_days).toBeNull();
  });

  it('tell nobody of the leads, forms and campaigns of another', async () => {
    const theirs = await makeForm(app, { name: 'Their form' });
    const campaign = randomUUID();
    await makeLeads(app, theirs.ownerId, [
      cameIn('2026-11-03T10:00:00Z', { form_id: theirs.form.id, campaign_id: campaign, status: 'customer' }),
    ]);
    const { id, client } = await app.newUser();
    const empty = await Promise.all(ROUTES.map((route) => told(client, `${route}${NOVEMBER}`)));
    expect(JSON.stringify(empty)).not.toMatch(/"(?:leads|reached)":[1-9]/);
    const { body } = await client.get(`/api/lead-capture/stats?campaign_id=${campaign}`);
    expect(body.data).toMatchObject({ total_leads: 0, by_status: {}, by_campaign: {}, by_form: {} });
    // Who has put another's form and campaign into a lead learns nothing of them.
    await makeLeads(app, id, [
      cameIn('2026-11-03T10:00:00Z', { form_id: theirs.form.id, campaign_id: campaign }),
    ]);
    expect((await told(client, `forms${NOVEMBER}`)).forms).toMatchObject([
      { form_id: theirs.form.id, form_name: null, leads: 1, customers: 0 },
    ]);
    expect((await told(client, `campaigns${NOVEMBER}`)).campaigns).toMatchObject([
      { campaign_id: campaign, leads: 1, customers: 0 },
    ]);
    expect((await client.get(`/api/lead-capture/stats?campaign_id=${campaign}`)).body.data.total_leads).toBe(
      1,
    );
  });

  it.each(ROUTES)('are closed to who has not signed in: %s', async (route) => {
    expect((await app.anonymous.get(`/api/leads/analytics/${route}`)).status).toBe(401);
  });

  it.each([
    ['from=2026-11-31', 400],
    ['from=2026-11-1', 400],
    ['from=2026-11-01T00:00:00Z', 400],
    ['to=0000-01-01', 400],
    ['to=9999-12-31', 400],
    ['from=2026-11-01&from=2026-11-02', 400],
    ['user_id=x', 400],
    ['from=2026-11-02&to=2026-11-01', 422],
    ['from=2024-11-29&to=2026-11-30', 422],
  ])('refuse %s', async (query, status) => {
    const { client } = await app.newUser();
    const statuses = await Promise.all(
      ROUTES.map(async (route) => (await client.get(`/api/leads/analytics/${route}?${query}`)).status),
    );
    expect(statuses).toEqual(ROUTES.map(() => status));
  });

  it('reach two years back, and refuse cohorts of anything but weeks and months', async () => {
    const { client } = await app.newUser();
    for (const route of ROUTES) await told(client, `${route}?from=2024-11-30&to=2026-11-30`);
    expect((await client.get('/api/leads/analytics/cohorts?by=day')).status).toBe(400);
  });
});

function summed(groups: { leads: number }[]): number {
  return groups.reduce((sum, { leads }) => sum + leads, 0);
}
