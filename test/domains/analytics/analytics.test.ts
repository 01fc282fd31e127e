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
        engagement: 0,
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

describe('content and posts', () => {
  it('are measured beside everything else, by when they were written and when they went out', async () => {
    const { client, id } = await app.newUser();
    const past = new MarketingHistory(app, id);
    await past.content(3, [60, 80]);
    await past.content(40, [50]);
    await past.post(2, { likes: 5, comments: 2, shares: 3, impressions: 200 });
    await past.post(35, { likes: 4, comments: 'many', impressions: 100 });
    const { metrics } = await resultOf(client, 'collect_metrics', {
      metric_types: ['content_engagement', 'social_media'],
    });
    const found = metrics.map((metric: Record<string, unknown>) => [
      metric['name'],
      metric['value'],
      metric['previous_value'],
    ]);
    expect(found).toEqual([
      ['total_content', 2, 1],
      ['avg_seo_score', 70, 50],
      ['avg_readability_score', null, null],
      ['avg_engagement_prediction', null, null],
      ['total_social_posts', 1, 1],
      ['published_posts', 1, 1],
      ['total_engagement', 10, 4],
      ['engagement_response_rate', 5, 4],
    ]);
    const { kpi_summary } = await resultOf(client, 'get_dashboard');
    expect(kpi_summary).toMatchObject({ total_content_pieces: 2, social_engagement_rate: 5 });
    expect((await eve.get('/api/analytics/overview')).body.data.metrics.engagement).toBe(0);
  });

  it('that move together with leads are told of, as an insight about both', async () => {
    const { client, id } = await app.newUser();
    const past = new MarketingHistory(app, id);
    for (let ago = 1; ago <= 14; ago++) {
      await past.leads(ago, (ago * 5) % 14);
      await past.post(ago, { likes: 10 * ((ago * 5) % 14) });
    }
    const { insights } = await resultOf(client, 'generate_insights');
    const relation = insights.find(({ type }: { type: string }) => type === 'relation');
    expect(relation).toMatchObject({
      metric: 'total_leads',
      related_metric: 'total_engagement',
      title: 'New leads and reactions to posts move together',
      impact: 'neutral',
      impact_score: 1,
    });
    const listed = (await client.get('/api/analytics/insights')).body.data;
    expect(listed).toContainEqual(relation);
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
