import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { makeHistory, MarketingHistory, resultOf } from '../../automation/agents/marketing-history.js';

let app: TestApp;
let ada: TestClient;
let eve: TestClient;

beforeAll(async () => {
  app = await startApp({ settings: { AGENT_WAIT_SECONDS: '60' } });
  const user = await app.newUser();
  ada = user.client;
  eve = (await app.newUser()).client;
  await makeHistory(new MarketingHistory(app, user.id));
});
afterAll(() => app.close());

describe('the overview', () => {
  it('shows figures at a glance, where what is not measured is null', async () => {
    await resultOf(ada, 'generate_insights');
    const { status, body } = await ada.get('/api/analytics/overview?period=30d');
    expect(status).toBe(200);
    expect(body.data).toEqual({
      metrics: {
        campaigns: 2,
        leads: 40,
        conversion_rate: 25,
        revenue: 500,
        traffic: null,
        engagement: null,
      },
      insights: expect.any(Array),
      period: '30d',
      last_updated: expect.stringMatching(/Z$/),
    });
    expect(body.data.insights).toHaveLength(
      (await ada.get('/api/analytics/insights?limit=10')).body.data.length,
    );
    expect(body.data.insights.length).toBeGreaterThan(0);
  });

  it('shows nothing of anybody else', async () => {
    await resultOf(ada, 'generate_insights');
    expect((await eve.get('/api/analytics/overview')).body.data).toMatchObject({
      metrics: { campaigns: 0, leads: 0, conversion_rate: null, revenue: null },
      insights: [],
    });
  });
});

describe('insights', () => {
  it('are listed newest first, page by page, to nobody but their owner', async () => {
    const { insights } = await resultOf(ada, 'generate_insights', { metric_types: ['lead_generation'] });
    const ids = insights
      .map(({ id }: { id: string }) => id)
      .toSorted()
      .toReversed();
    const first = (await ada.get('/api/analytics/insights?limit=1')).body;
    const second = (await ada.get(`/api/analytics/insights?limit=1&cursor=${first.next_cursor}`)).body;
    expect([first.data[0].id, second.data[0].id]).toEqual(ids);
    expect(insights).toContainEqual(first.data[0]);
    expect((await eve.get('/api/analytics/insights')).body.data).toEqual([]);
  });
});

describe('reports', () => {
  it('are read as they were when they were made, by nobody but their owner', async () => {
    const { report } = await resultOf(ada, 'generate_report', { report_type: 'monthly' });
    expect((await ada.get(`/api/analytics/reports/${report.id}`)).body.data).toEqual(report);
    expect(await eve.get(`/api/analytics/reports/${report.id}`)).toMatchObject({
      status: 404,
      body: { code: 'analytics/report-not-found' },
    });
  });

  it('are listed newest first, without what they say, to nobody but their owner', async () => {
    await resultOf(ada, 'generate_report', { report_type: 'monthly' });
    const { report } = await resultOf(ada, 'generate_report', { report_type: 'quarterly' });
    await resultOf(ada, 'generate_report', { report_type: 'daily' });
    const { id, title, report_type, period_start, period_end, created_at } = report;
    expect((await ada.get('/api/analytics/reports?type=quarterly')).body.data).toEqual([
      { id, title, report_type, period_start, period_end, created_at },
    ]);
    const listed = (await ada.get('/api/analytics/reports?limit=2')).body.data;
    expect(listed.map((one: { report_type: string }) => one.report_type)).toEqual(['daily', 'quarterly']);
    expect((await eve.get('/api/analytics/reports')).body.data).toEqual([]);
  });
});

describe('a question that does not fit', () => {
  it.each([
    ['overview?period=400d', 'period'],
    ['insights?level=loud', 'level'],
    ['reports?type=yearly', 'type'],
    ['reports?limit=1000', 'limit'],
  ])('is refused for %s, and the field is named', async (path, field) => {
    const { status, body } = await ada.get(`/api/analytics/${path}`);
    expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path: field });
  });
});
