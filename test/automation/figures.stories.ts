import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import { type Marketer, newMarketer } from './marketer.js';

/** What campaigns have reached, and what is made of that. */
export function describeFigures(at: () => { app: TestApp; marketer: Marketer }): void {
  const get = async (id: string) => (await at().marketer.client.get(`/api/campaigns/${id}`)).body.data;

  describe('what a campaign has reached', () => {
    it('is shown in total, day by day, and as a table', async () => {
      await at().marketer.makeLead();
      const id = await at().marketer.makeCampaign();
      await at().marketer.launch(id);
      await at().app.drainJobs();
      await at().app.sql(
        `update email_messages set opened_at = now(), clicked_at = now() where campaign_id = $1`,
        [id],
      );
      await at().app.sql(
        `insert into campaign_performance_metrics (campaign_id, metric_name, metric_value)
         values ($1, 'impressions', 99), ($1, 'conversions', 1)`,
        [id],
      );
      await at().app.sql(
        `insert into campaign_metrics (campaign_id, metric_type, metric_value, metric_date)
         values ($1, 'revenue', 40, current_date), ($1, 'clicks', 3, current_date), ($1, 'clicks', 50, current_date - 20)`,
        [id],
      );
      await at().marketer.client.post(`/api/campaigns/${id}/spend`, { channel: 'ads', amount: 20 });
      const { body } = await at().marketer.client.get(`/api/campaigns/${id}/performance?range=7d`);
      expect(body.data.summary).toMatchObject({
        sent: 1,
        opened: 1,
        total_impressions: 100,
        total_clicks: 4,
        total_conversions: 1,
        conversion_rate: 25,
        cost_per_acquisition: 20,
        return_on_ad_spend: 2,
      });
      expect(body.data.series).toHaveLength(8);
      expect(body.data.series.at(-1)).toMatchObject({ delivered: 1, spend: 20, revenue: 40 });
      expect(
        body.data.metrics.map(({ metric_name }: { metric_name: string }) => metric_name).toSorted(),
      ).toEqual(['clicks', 'conversions', 'impressions', 'revenue']);
      const month = await at().marketer.client.get(`/api/campaigns/${id}/performance`);
      expect(month.body.data).toMatchObject({ range: '30d', summary: { total_clicks: 54 } });
      const table = await at().marketer.client.get(`/api/campaigns/${id}/performance?range=24h&format=csv`);
      expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(table.headers.get('content-disposition')).toContain(`campaign-${id}-24h.csv`);
      expect(table.text.split('\r\n')).toHaveLength(4);
      for (const query of ['range=1y', 'format=xlsx', 'range=constructor'])
        expect((await at().marketer.client.get(`/api/campaigns/${id}/performance?${query}`)).status).toBe(
          400,
        );
    });

    it('is counted from the moment that is as far back as it says', async () => {
      const { app, marketer } = at();
      for (let made = 0; made < 2; made++) await marketer.makeLead();
      const id = await marketer.makeCampaign();
      await marketer.launch(id);
      await app.drainJobs();
      // A mail and a value of twenty-three hours ago, and a mail and a value of twenty-five; a cost and a value of the day of these.
      await app.sql(
        `update email_messages set settled_at = now() - interval '24 hours' + e.side * interval '1 hour'
         from (select id, 3 - 2 * row_number() over (order by id) as side from email_messages where campaign_id = $1) e
         where email_messages.id = e.id`,
        [id],
      );
      await app.sql(
        `insert into campaign_performance_metrics (campaign_id, metric_name, metric_value, recorded_at)
         values ($1, 'impressions', 3, now() - interval '23 hours'), ($1, 'impressions', 4, now() - interval '25 hours')`,
        [id],
      );
      const day = new Date(Date.now() - 25 * 3_600_000).toISOString().slice(0, 10);
      await app.sql(
        `insert into campaign_metrics (campaign_id, metric_type, metric_value, metric_date) values ($1, 'impressions', 50, $2)`,
        [id, day],
      );
      await marketer.client.post(`/api/campaigns/${id}/spend`, { channel: 'ads', amount: 20, date: day });
      const of = async (range: string) =>
        (await marketer.client.get(`/api/campaigns/${id}/performance?range=${range}`)).body.data;
      const { from, to, summary, metrics } = await of('24h');
      expect(new Date(to).getTime() - new Date(from).getTime()).toBe(24 * 3_600_000);
      expect(summary).toMatchObject({ sent: 1, total_impressions: 4, spend: 0 });
      expect(metrics).toHaveLength(1);
      expect((await of('7d')).summary).toMatchObject({ sent: 2, total_impressions: 59, spend: 20 });
    });

    it('holds what its runs have reached, and nothing of others', async () => {
      const id = await at().marketer.makeCampaign();
      const stranger = await newMarketer(at().app);
      const theirs = await stranger.makeCampaign();
      const [run] = await at().app.sql<{ id: string }>(
        `insert into campaigns (name, type, channel, created_by, parent_campaign_id, run_at)
         values ($1, 'email', 'email', $2, $3, now()) returning id`,
        [randomUUID(), at().marketer.id, id],
      );
      await at().app.sql(
        `insert into campaign_performance_metrics (campaign_id, metric_name, metric_value)
         values ($1, 'impressions', 5), ($2, 'impressions', 7)`,
        [run?.id, theirs],
      );
      const { body } = await at().marketer.client.get(`/api/campaigns/${id}/performance`);
      expect(body.data.summary.total_impressions).toBe(5);
    });

    it('is judged by what became of all its mail, as counted by hand', async () => {
      const { app, marketer } = at();
      for (let made = 0; made < 10; made++) await marketer.makeLead();
      const id = await marketer.makeCampaign();
      await marketer.launch(id);
      await app.drainJobs();
      const mails = await app.sql<{ id: string }>('select id from email_messages where campaign_id = $1', [
        id,
      ]);
      const [first, ...rest] = mails.map(({ id: mail }) => mail);
      const mark = (column: string, some: unknown[]) =>
        app.sql(`update email_messages set ${column} = settled_at where id = any($1::uuid[])`, [some]);
      // The day before yesterday one mail, opened and clicked; yesterday nine, of which one bounced, two were opened and
      // one was unsubscribed from.
      await app.sql(
        `update email_messages set settled_at = now() - case when id = $2 then 2 else 1 end * interval '1 day'
         where campaign_id = $1`,
        [id, first],
      );
      await mark('bounced_at', [rest[0]]);
      await mark('opened_at', [first, rest[1], rest[2]]);
      await mark('clicked_at', [first]);
      await mark('unsubscribed_at', [rest[1]]);
      const { body } = await marketer.client.get(`/api/campaigns/${id}/insights`);
      // 3 of 9 delivered were opened, 1 clicked, 1 unsubscribed; 1 of 10 bounced. Usual are 25, 2.5, 0.25 and 1.5 per cent.
      expect(body.data.analyses[0].key_metrics.by_type).toEqual({
        open_rate: { average: 33.33, score: 67, points: 2 },
        click_rate: { average: 11.11, score: 100, points: 2 },
        unsubscribe_rate: { average: 11.11, score: 1, points: 2 },
        bounce_rate: { average: 10, score: 8, points: 2 },
      });
      // (67 + 100 + 1 + 8) / 4; from four scores of 100 to (50 + 0 + 1 + 7) / 4.
      expect(body.data.analyses[0]).toMatchObject({
        performance_score: 44,
        trend_analysis: { direction: 'declining' },
      });
    });

    it('is judged, and made better, by the agent for campaigns', async () => {
      const id = await at().marketer.makeCampaign();
      const insights = await at().marketer.client.get(`/api/campaigns/${id}/insights`);
      expect(insights.body.data).toMatchObject({
        campaign_id: id,
        analyses: [{ campaign_id: id, analysis_period: 'last_30_days' }],
        recommendations: expect.arrayContaining(['Set a target to measure against.']),
      });
      const better = await at().marketer.client.post(`/api/campaigns/${id}/optimize`);
      expect(better.body.data).toMatchObject({ campaign_id: id, status: 'optimized', ai: false });
      expect((await get(id)).content.ai_optimizations).toEqual(better.body.data.optimizations);
      expect((await get(id)).budget_spent).toBe(0);
      expect((await at().marketer.client.post('/api/campaigns/none/optimize')).status).toBe(404);
    });
  });
}
