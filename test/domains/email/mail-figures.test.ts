import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { address, TestMailing } from './mailing.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const WORDS = { subject: 'Order {{ order }}', body: '<p>Thanks, {{ first_name }}</p>' };

describe('figures of mail', () => {
  const seed = async (owner?: TestMailing['owner'], read = { opened: 0, clicked: 0 }) => {
    const mailing = await TestMailing.make(app, Array.from({ length: 10 }, address), {}, owner);
    await mailing.sent();
    await app.sql(
      `update email_messages set opened_at = now(), clicked_at = case when n <= $3 then now() end
       from (select id, row_number() over (order by id) as n from email_messages where campaign_id = $1) ranked
       where ranked.id = email_messages.id and n <= $2`,
      [mailing.campaignId, read.opened, read.clicked],
    );
    return mailing;
  };

  it('of a campaign stand beside those of the last one and the average of those before', async () => {
    const first = await seed(undefined, { opened: 2, clicked: 0 });
    await seed(first.owner, { opened: 4, clicked: 2 });
    const last = await seed(first.owner, { opened: 5, clicked: 1 });
    await app.sql(
      `insert into email_events (message_id, campaign_id, created_by, event_type, is_machine)
       select id, campaign_id, created_by, 'opened', true from email_messages where campaign_id = $1 limit 3`,
      [last.campaignId],
    );
    const { body } = await last.owner.client.get(
      `/api/email/campaigns/${last.campaignId}/metrics?time_range=1h`,
    );
    expect(body.data).toMatchObject({
      total_sent: 10,
      total_delivered: 10,
      total_opened: 5,
      total_clicked: 1,
      machine_activity: 3,
      delivery_rate: 100,
      open_rate: 50,
      click_rate: 10,
      engagement_score: 22,
      trends: [{ opens: 5, clicks: 1, hour: new Date().getUTCHours() }],
      insights: [{ metric: 'open_rate', type: 'success' }, { metric: 'engagement_score' }],
      comparison: {
        vs_last_campaign: { open_rate: 10, click_rate: -10, engagement_score: -4 },
        vs_average: { open_rate: 20, click_rate: 0, engagement_score: 6 },
        campaigns_compared: 2,
      },
    });
    const oldest = await last.owner.client.get(`/api/email/campaigns/${first.campaignId}/metrics`);
    expect(oldest.body.data.comparison).toEqual({
      vs_last_campaign: null,
      vs_average: null,
      campaigns_compared: 0,
    });
  });

  it('count only mail that was sent in the time range', async () => {
    const mailing = await seed(undefined, { opened: 10, clicked: 0 });
    await app.sql(
      `update email_messages set settled_at = now() - interval '2 days', opened_at = now() - interval '2 days' where campaign_id = $1`,
      [mailing.campaignId],
    );
    const total = async (range: string) =>
      (
        await mailing.owner.client.get(
          `/api/email/campaigns/${mailing.campaignId}/metrics?time_range=${range}`,
        )
      ).body.data.total_sent;
    expect([await total('24h'), await total('7d'), await total('all')]).toEqual([0, 10, 10]);
    const day = await mailing.owner.client.get('/api/email/analytics?time_range=24h');
    expect(day.body.data).toMatchObject({ totalSent: 0, openRate: 0, insights: [], trends: [] });
    const month = await mailing.owner.client.get('/api/email/analytics');
    expect(month.body.data).toMatchObject({
      time_range: '30d',
      totalSent: 10,
      delivered: 10,
      opened: 10,
      openRate: 1,
      clickRate: 0,
      bounceRate: 0,
      insights: [{ impact: 'open_rate' }, { impact: 'click_rate' }, { impact: 'engagement_score' }],
    });
    expect((await mailing.owner.client.get('/api/email/analytics?time_range=2h')).status).toBe(400);
  });

  it('of mailings are listed in pages, newest first, single mails apart', async () => {
    const first = await seed(undefined, { opened: 1, clicked: 1 });
    const second = await seed(first.owner);
    await first.owner.client.post('/api/email/send', { ...WORDS, to: address() });
    const page = await first.owner.client.get('/api/email/campaigns?limit=1');
    const rest = await first.owner.client.get(`/api/email/campaigns?limit=1&cursor=${page.body.next_cursor}`);
    expect([page.body.data[0], rest.body.data[0]]).toMatchObject([
      { campaign_id: second.campaignId, total_sent: 10, total_opened: 0, send_date: expect.any(String) },
      { campaign_id: first.campaignId, total_opened: 1, total_clicked: 1, total_unsubscribed: 0 },
    ]);
    expect(rest.body.next_cursor).toBeNull();
  });

  it('are nobody else’s', async () => {
    const { campaignId } = await seed();
    const { client } = await app.newUser();
    expect((await client.get(`/api/email/campaigns/${campaignId}/metrics`)).status).toBe(404);
    expect((await client.get('/api/email/campaigns/x/metrics')).status).toBe(404);
    expect((await client.get('/api/email/campaigns')).body.data).toEqual([]);
    expect((await client.get('/api/email/analytics')).body.data.totalSent).toBe(0);
    for (const path of ['campaigns', 'analytics', `campaigns/${campaignId}/metrics`])
      expect((await app.anonymous.get(`/api/email/${path}`)).status).toBe(401);
  });

  it('of a template’s revisions are counted from the mail that was made from them', async () => {
    const { client, id: ownerId } = await app.newUser();
    const { body } = await client.post('/api/email/templates', {
      name: 'Mine',
      subject: 'Hi',
      html_content: '<p>Hi</p>',
    });
    const template_id = body.data.id;
    for (let mail = 0; mail < 2; mail++) await client.post('/api/email/send', { to: address(), template_id });
    await app.drainJobs();
    await app.sql(
      `update email_messages set opened_at = now() where id = (select min(id::text)::uuid from email_messages where created_by = $1)`,
      [ownerId],
    );
    const versions = await client.get(`/api/email/templates/${template_id}/versions`);
    expect(versions.body.data).toMatchObject([{ version: 1, performance_score: 15 }]);
  });
});

describe('when to send', () => {
  const opened = async (leads: number, hour: number, share: number, owner?: TestMailing['owner']) => {
    const ids = Array.from({ length: leads }, () => randomUUID());
    const recipients = ids.map((leadId) => ({ leadId, email: address(), merge: {} }));
    const mailing = await TestMailing.make(app, recipients, {}, owner);
    await mailing.sent();
    const at = `2026-11-24T${String(hour).padStart(2, '0')}:15:00Z`;
    await app.sql(
      `update email_messages set settled_at = $2::timestamptz,
         opened_at = case when n <= $3 then $2::timestamptz + interval '1 hour' end
       from (select id, row_number() over (order by id) as n from email_messages where campaign_id = $1) ranked
       where ranked.id = email_messages.id`,
      [mailing.campaignId, at, Math.round(leads * share)],
    );
    return { mailing, ids };
  };

  it('is common advice, said to be one, while nothing is known', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.post('/api/email/send-time/optimize', { industry: 'tools' });
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: {
        optimal_time: 'Tuesday 10:30 AM',
        weekday: 2,
        hour: 10,
        minute: 30,
        timezone: 'UTC',
        improvement: 0,
        confidence: 0,
        estimated: true,
        based_on: 'common_advice',
        mails_considered: 0,
        leads: [],
        not_considered: ['industry'],
      },
    });
  });

  it('is when the audience opens most, at the clock of its zone, and for each lead when they do', async () => {
    const { mailing, ids } = await opened(60, 8, 1);
    await opened(60, 14, 0.1, mailing.owner);
    const ask = async (audience: object) =>
      (await mailing.owner.client.post('/api/email/send-time/optimize', audience)).body.data;
    expect(await ask({ timezone: 'Europe/Oslo' })).toMatchObject({
      optimal_time: 'Tuesday 9:00 AM',
      hour: 9,
      timezone: 'Europe/Oslo',
      estimated: false,
      based_on: 'all_readers',
      mails_considered: 120,
      confidence: 99,
    });
    const one = await ask({ lead_ids: [ids[0], randomUUID()] });
    expect(one).toMatchObject({ based_on: 'all_readers', estimated: false });
    expect(one.leads).toMatchObject([
      { lead_id: ids[0], hour: 9, opens: 1, estimated: true },
      { hour: 9, opens: 0, estimated: true },
    ]);
    const stranger = await app.newUser();
    const foreign = await stranger.client.post('/api/email/send-time/optimize', { lead_ids: ids });
    expect(foreign.body.data).toMatchObject({ based_on: 'common_advice', estimated: true });
    expect(foreign.body.data.leads[0]).toMatchObject({ opens: 0, estimated: true, confidence: 0 });
  });

  it('is told from mail whose openings can be seen, and from no other', async () => {
    const { mailing } = await opened(60, 8, 1);
    await opened(60, 14, 0.1, mailing.owner);
    const ask = async () => {
      const { body } = await mailing.owner.client.post('/api/email/send-time/optimize', {});
      return body.data;
    };
    const before = await ask();
    expect(before).toMatchObject({ hour: 8, mails_considered: 120 });
    const unseen = await opened(120, 8, 0, mailing.owner);
    await app.sql(
      `update email_campaigns set settings = '{"tracking": "aggregate"}' where campaign_id = $1`,
      [unseen.mailing.campaignId],
    );
    expect(await ask()).toEqual(before);
  });

  it('is refused for what is no audience', async () => {
    const { client } = await app.newUser();
    for (const audience of [
      { lead_ids: 'x' },
      { lead_ids: [1] },
      { emails: ['x'] },
      { timezone: 'Mars' },
      [],
    ])
      expect((await client.post('/api/email/send-time/optimize', audience)).body.code).toBe(
        'email/audience-unreadable',
      );
    expect((await client.post('/api/email/send-time/optimize', 'null')).status).toBeLessThan(500);
    expect((await app.anonymous.post('/api/email/send-time/optimize', {})).status).toBe(401);
  });
});
