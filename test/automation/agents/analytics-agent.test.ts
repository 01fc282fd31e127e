import type { TestClient } from '../../support/client.js';
import { execute, Gateway, openAiGives } from './agents.js';
import { makeHistory, marketerOfDays, MarketingHistory, resultOf } from './marketing-history.js';

let gateway: Gateway;
let ada: TestClient;
let history: MarketingHistory;

beforeAll(async () => {
  gateway = await Gateway.start({ AGENT_WAIT_SECONDS: '60' });
  const user = await gateway.app.newUser();
  ada = user.client;
  history = new MarketingHistory(gateway.app, user.id);
  await makeHistory(history);
});
afterAll(() => gateway.close());

const marketerWithDays = (...leads: number[]) => marketerOfDays(gateway.app, leads);

describe('measuring', () => {
  it('counts leads, campaigns and mail of a period beside the one before it', async () => {
    const { metrics, unmeasured, period, previous_period } = await resultOf(ada, 'collect_metrics');
    const found = Object.fromEntries(
      metrics.map(({ name, value, previous_value, change_percent }: Record<string, unknown>) => [
        name,
        [value, previous_value, change_percent],
      ]),
    );
    expect(found).toMatchObject({
      total_campaigns: [2, 1, 100],
      active_campaigns: [2, 1, 100],
      total_campaign_spend: [300, 60, 400],
      total_revenue: [500, 999, expect.any(Number)],
      avg_conversion_rate: [4, null, null],
      campaign_roi: [66.67, 1565, expect.any(Number)],
      total_leads: [40, 100, -60],
      qualified_leads: [10, 50, -80],
      avg_lead_quality: [50, null, null],
      lead_conversion_rate: [25, 50, -50],
      emails_sent: [21, 11, expect.any(Number)],
      email_open_rate: [50, 20, 150],
      email_click_rate: [0, 0, null],
    });
    expect(unmeasured).toEqual(['website_traffic']);
    expect(previous_period.end).toBe(period.start);
  });

  it('measures only the types that are named, over the days that are named', async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const input = { metric_types: ['lead_generation'], period: { start: day(41), end: day(40) } };
    const { metrics, period } = await resultOf(ada, 'collect_metrics', input);
    expect(metrics.map(({ name, value }: Record<string, unknown>) => [name, value])).toEqual([
      ['total_leads', 100],
      ['qualified_leads', 50],
      ['avg_lead_quality', null],
    ]);
    expect(period).toEqual({ start: `${day(41)}T00:00:00.000Z`, end: `${day(39)}T00:00:00.000Z` });
  });

  it('sees nothing of anybody else', async () => {
    const { client: eve } = await gateway.app.newUser();
    const { metrics } = await resultOf(eve, 'collect_metrics');
    expect(metrics.filter(({ value }: { value: number | null }) => value)).toEqual([]);
    expect((await resultOf(eve, 'get_dashboard')).kpi_summary).toMatchObject({
      total_leads: 0,
      overall_roi: null,
    });
  });

  it.each([
    [{ days: 0 }, 'days'],
    [{ metric_types: ['luck'] }, 'metric_types.0'],
    [{ period: { start: '2026-02-01', end: '2026-01-01' } }, 'period.end'],
    [{ period: { start: '2026-02-30', end: '2026-03-01' } }, 'period.start'],
    [{ period: { start: '2024-01-01', end: '2026-01-01' } }, 'period.end'],
  ])('refuses %j and names the field', async (input, path) => {
    const { status, body } = await execute(ada, 'analytics', 'collect_metrics', input);
    expect({ status, paths: body.errors.map((error: { path: string }) => error.path) }).toEqual({
      status: 400,
      paths: [path],
    });
  });
});

describe('insights', () => {
  it('tell what changed by 10 % or more, the gravest first, and are listed newest first', async () => {
    const { insights, ai } = await resultOf(ada, 'generate_insights', {
      metric_types: ['lead_generation', 'email'],
    });
    expect(ai).toBe(false);
    expect(insights[0]).toMatchObject({
      type: 'trend',
      level: 'critical',
      impact: 'negative',
      metric: 'qualified_leads',
      title: 'Qualified leads: down 80 %',
      change_percent: -80,
      impact_score: 0.8,
      confidence: 0.99,
      provenance: { ai: false, provider: 'offline' },
    });
    expect(insights.map(({ metric }: { metric: string }) => metric)).not.toContain('email_click_rate');
    const listed = (await ada.get('/api/analytics/insights?level=critical')).body;
    expect(listed.data.map(({ id }: { id: string }) => id)).toContain(insights[0].id);
    expect(new Set(listed.data.map(({ level }: { level: string }) => level))).toEqual(new Set(['critical']));
  });

  it('are worded by a model, which decides neither what is told nor how grave it is', async () => {
    const { client, id } = await gateway.marketer('openai');
    await makeHistory(new MarketingHistory(gateway.app, id));
    gateway.openai.will(
      openAiGives({
        insights: [
          { number: 1, title: 'Fewer good leads', description: 'It fell.', recommendations: ['Ask why.'] },
        ],
      }),
    );
    const { insights, ai } = await resultOf(client, 'generate_insights', {
      metric_types: ['lead_generation'],
    });
    expect(ai).toBe(true);
    expect(insights).toMatchObject([
      {
        metric: 'qualified_leads',
        level: 'critical',
        title: 'Fewer good leads',
        provenance: { ai: true, provider: 'openai', prompt_version: 'analytics.insights@1' },
      },
      { metric: 'total_leads', level: 'critical', title: 'New leads: down 60 %', provenance: { ai: false } },
    ]);
    expect(JSON.stringify(gateway.openai.last.body)).toContain('Qualified leads');
  });

  it('are not made of what may be chance', async () => {
    const { id, client } = await gateway.app.newUser();
    const past = new MarketingHistory(gateway.app, id);
    await past.leads(5, 1);
    await past.leads(40, 2);
    const { insights } = await resultOf(client, 'generate_insights');
    expect(insights).toMatchObject([{ metric: 'total_leads', change_percent: -50, level: 'low' }]);
  });
});

describe('a report', () => {
  it('is kept with its figures and what was noticed in them', async () => {
    const { report } = await resultOf(ada, 'generate_report', { report_type: 'monthly' });
    expect(report.id).toMatch(/^report_monthly_\d{13}_[0-9a-f]{12}$/);
    expect(report.executive_summary).toContain('New leads: 40 (-60 %).');
    expect(report.recommendations).toContain('Look at which source brings fewer leads than before.');
    expect(report.insights[0]).toMatchObject({ level: 'critical' });
    expect(report.provenance).toMatchObject({ ai: false, prompt_version: null });
  });

  it('is written by a model where there is one', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(openAiGives({ executive_summary: 'A quiet week.', recommendations: ['Begin.'] }));
    const { report, ai } = await resultOf(client, 'generate_report');
    expect({ ai, ...report }).toMatchObject({
      ai: true,
      report_type: 'weekly',
      executive_summary: 'A quiet week.',
      recommendations: ['Begin.'],
      provenance: { ai: true, provider: 'openai', model: 'gpt-6.1-terra' },
    });
  });

  it.each([
    { report_type: 'custom' },
    { report_type: 'daily', period: { start: '2026-01-01', end: '2026-01-02' } },
  ])('has a period of its own when it is custom, and only then: %j is refused', async (input) => {
    const { status, body } = await execute(ada, 'analytics', 'generate_report', input);
    expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path: 'period' });
  });
});

describe('a forecast', () => {
  it('draws the line of the last whole days on, marked as an estimate', async () => {
    const client = await marketerWithDays(1, 2, 3, 4, 5, 6, 7, 8);
    const forecast = await resultOf(client, 'predict_metric', { metric: 'total_leads', days: 2 });
    const today = new Date().toISOString().slice(0, 10);
    expect(forecast).toMatchObject({
      predictions: [
        { date: today, predicted_value: 9, lower: 9, upper: 9 },
        { predicted_value: 10, lower: 10, upper: 10 },
      ],
      trend: { slope_per_day: 1, direction: 'rising' },
      data_points: 8,
      estimated: true,
      ai: false,
    });
    const { metric_trends } = await resultOf(client, 'get_dashboard');
    expect(metric_trends[0]).toMatchObject({ metric: 'total_leads', slope_per_day: 1 });
  });

  it('never expects less than nothing', async () => {
    const client = await marketerWithDays(7, 6, 5, 4, 3, 2, 1);
    const { predictions } = await resultOf(client, 'predict_metric', { metric: 'total_leads', days: 5 });
    expect(predictions.at(-1)).toMatchObject({ predicted_value: 0, lower: 0, upper: 0 });
  });

  it('is refused for fewer than seven days, and for what has no days', async () => {
    const client = await marketerWithDays(1, 2, 3, 4, 5, 6);
    expect(await execute(client, 'analytics', 'predict_metric', { metric: 'total_leads' })).toMatchObject({
      status: 422,
      body: { code: 'analytics/too-few-points' },
    });
    expect(await execute(client, 'analytics', 'predict_metric', { metric: 'campaign_roi' })).toMatchObject({
      status: 400,
      body: { code: 'analytics/metric-not-daily' },
    });
  });
});

describe('an unusual day', () => {
  it('is found against the nine days before, and kept as an insight', async () => {
    const client = await marketerWithDays(4, 6, 4, 6, 4, 6, 4, 6, 5, 30);
    const { anomalies, checked_metrics, too_few_points } = await resultOf(client, 'detect_anomalies');
    expect(anomalies).toMatchObject([
      { metric: 'total_leads', value: 30, expected_value: 5, change_percent: 500, impact: 'positive' },
    ]);
    expect(checked_metrics).toEqual(['total_leads', 'qualified_leads']);
    expect(too_few_points).toContain('emails_sent');
    const { insights } = await resultOf(client, 'generate_insights');
    expect(insights).toMatchObject([
      { type: 'anomaly', metric: 'total_leads', title: 'New leads: an unusual day' },
    ]);
  });
});

describe('the dashboard', () => {
  it('shows main figures, alerts, trends and what is newest', async () => {
    const { report } = await resultOf(ada, 'generate_report');
    const dashboard = await resultOf(ada, 'get_dashboard');
    expect(dashboard.kpi_summary).toEqual({
      total_campaigns: 2,
      total_leads: 40,
      avg_conversion_rate: 4,
      total_content_pieces: 0,
      social_engagement_rate: null,
      overall_roi: 66.67,
    });
    expect(dashboard.alerts).toContainEqual({
      metric: 'qualified_leads',
      kind: 'trend',
      level: 'critical',
      message: expect.stringContaining('went from 50 in the period before to 10'),
    });
    expect(dashboard.recent_reports[0].id).toBe(report.id);
  });
});
