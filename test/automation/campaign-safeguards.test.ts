import { randomUUID } from 'node:crypto';
import { spyOn } from 'jest-mock';
import { DecideExperimentsJob } from '#domains/email/experiments/experiment.jobs';
import { FilterRefused } from '#domains/leads/filters/filter.errors';
import { LeadService } from '#domains/leads/lead.service';
import { Jobs } from '#platform/jobs/jobs';
import { deliverDue } from '../domains/email/mailing.js';
import { until } from '../support/until.js';
import { newMarketer } from './marketer.js';
import { api, Stage } from './stage.js';
import { describeVirtualClock } from './virtual-clock.stories.js';

const stage = new Stage();

describe('a campaign whose mail bounces', () => {
  const state = async (id: string) => (await stage.marketer.client.get(api(id, 'breaker'))).body.data;
  const circuit_breaker = { hard_bounce_percent: 10, minimum_sample: 5 };

  it('pauses itself in the middle, says why, tells its owner once, and goes on when a person resumes it', async () => {
    const notify = `${randomUUID()}@owner.test`;
    const emails = await stage.makeLeads(150);
    for (const email of emails) stage.sink.behaviour.set(email, { data: '550 5.1.1 no such user' });
    stage.sink.delayMs = 400;
    const id = await stage.marketer.makeCampaign({
      settings: { circuit_breaker: { ...circuit_breaker, notify } },
    });
    expect(await state(id)).toMatchObject({ state: 'watching', trips: [], figures: { mails: 0 } });
    await stage.marketer.launch(id);
    await until(
      'the campaign is paused',
      async () => (await stage.marketer.campaign(id)).status === 'paused',
      40_000,
    );
    await until('the owner is told', () => stage.sink.mailsTo(notify).length > 0);
    await stage.app.drainJobs();

    const report = await stage.marketer.report(id);
    expect(report).toMatchObject({ state: 'paused', paused_by: { by: 'circuit_breaker' } });
    expect(report.queued).toBeGreaterThan(0);
    expect(report.failed).toBeGreaterThanOrEqual(5);
    const tripped = await state(id);
    expect(tripped).toMatchObject({
      state: 'tripped',
      limits: { hard_bounce_percent: 10, complaint_percent: 0.1, failure_percent: 20, minimum_sample: 5 },
      trips: [{ tripped_by: 'circuit_breaker', percent: 100, told_to: notify, acknowledged_at: null }],
    });
    expect(tripped.trips[0].reason).toContain('100 %');
    const [paused] = await stage.app.sql(
      `select actor, reason from campaign_execution_logs where campaign_id = $1 and action = 'pause'`,
      [id],
    );
    expect(paused).toEqual({ actor: 'breaker', reason: tripped.trips[0].reason });
    const told = stage.sink.mailsTo(notify);
    expect(told).toHaveLength(1);
    expect(told[0]?.mail.subject).toMatch(/^Paused: /);
    expect(told[0]?.mail.text).toContain(tripped.trips[0].reason.slice(0, 20));

    for (const email of emails) stage.sink.behaviour.delete(email);
    stage.sink.delayMs = 0;
    expect((await stage.marketer.step(id, 'resume')).status).toBe(200);
    await stage.app.drainJobs();
    const resumed = await state(id);
    expect(resumed).toMatchObject({ state: 'watching', figures: { failed: 0, hard_bounced: 0 } });
    expect(resumed.trips).toMatchObject([
      { acknowledged_by: stage.marketer.id, acknowledged_at: expect.any(String) },
    ]);
    expect(await stage.marketer.report(id)).toMatchObject({
      state: 'finished',
      paused_by: null,
      sent: report.queued,
    });
    expect(stage.sink.mailsTo(notify)).toHaveLength(1);
  });

  it('is paused by complaints that arrive while it is sent', async () => {
    await stage.makeLeads(30);
    const id = await stage.marketer.makeCampaign({
      settings: { throttle_per_minute: 60, circuit_breaker: { minimum_sample: 1, complaint_percent: 1 } },
    });
    await stage.marketer.launch(id);
    await stage.app.drainJobs();
    const [sent] = await stage.app.sql<{ id: string }>(
      `update email_messages set state = 'sent', settled_at = now() where id in (
         select id from email_messages where campaign_id = $1 and state <> 'sent' limit 2) returning id`,
      [id],
    );
    expect(sent).toBeDefined();
    await stage.app.sql(
      `insert into email_events (message_id, campaign_id, created_by, event_type)
       select id, campaign_id, created_by, 'complained' from email_messages where campaign_id = $1 and state = 'sent' limit 2`,
      [id],
    );
    await deliverDue(stage.app);
    expect((await state(id)).trips).toMatchObject([{ rate: 'complaint', troubled: 2 }]);
    expect((await stage.marketer.campaign(id)).status).toBe('paused');
  });

  /** What has become of so many of those that wait. */
  const ends = (id: string, count: number, change: string) =>
    stage.app.sql(
      `update email_messages set ${change}, settled_at = now() where id in (
         select id from email_messages where campaign_id = $1 and state = 'queued' limit ${count})`,
      [id],
    );

  it('goes on when a person resumes it, whatever comes back of the mails before', async () => {
    await stage.makeLeads(30);
    const limits = { minimum_sample: 4, hard_bounce_percent: 20, complaint_percent: 20 };
    const id = await stage.marketer.makeCampaign({
      settings: { throttle_per_minute: 60, circuit_breaker: limits },
    });
    await stage.marketer.launch(id);
    await stage.app.drainJobs();
    await ends(id, 8, `state = 'sent', bounced_at = now()`);
    await deliverDue(stage.app);
    expect((await state(id)).trips).toMatchObject([{ rate: 'hard_bounce' }]);
    await stage.marketer.step(id, 'resume');
    const left = `campaign_id = $1 and state = 'sent'`;
    await stage.app.sql(`update email_messages set bounced_at = clock_timestamp() where ${left}`, [id]);
    await stage.app.sql(
      `insert into email_events (message_id, campaign_id, created_by, event_type)
       select id, campaign_id, created_by, 'complained' from email_messages where ${left}`,
      [id],
    );
    await ends(id, 4, `state = 'sent'`);
    await deliverDue(stage.app);
    expect(await state(id)).toMatchObject({
      state: 'watching',
      figures: { hard_bounced: 0, complained: 0 },
      trips: [{ acknowledged_by: stage.marketer.id }],
    });
    await ends(id, 4, `state = 'sent', bounced_at = now()`);
    await deliverDue(stage.app);
    expect((await state(id)).trips).toMatchObject([{ rate: 'hard_bounce', troubled: 4 }, {}]);
  });

  it.each([
    ['hard_bounce', { failure_percent: null }, `state = 'failed', bounced_at = now()`],
    ['failure', { hard_bounce_percent: null }, `state = 'failed', bounced_at = now()`],
    ['failure', {}, `state = 'failed'`],
  ])('is paused by its rate of %s alone, with %j', async (rate, limits, became) => {
    await stage.makeLeads(30);
    const id = await stage.marketer.makeCampaign({
      settings: { throttle_per_minute: 60, circuit_breaker: { minimum_sample: 4, ...limits } },
    });
    await stage.marketer.launch(id);
    await stage.app.drainJobs();
    await ends(id, 4, `state = 'sent'`);
    await deliverDue(stage.app);
    expect((await state(id)).trips).toEqual([]);
    await ends(id, 4, became);
    await deliverDue(stage.app);
    expect((await state(id)).trips).toMatchObject([{ rate, troubled: 4 }]);
    expect((await stage.marketer.campaign(id)).status).toBe('paused');
  });

  it('goes on where it was switched off', async () => {
    const emails = await stage.makeLeads(40);
    for (const email of emails) stage.sink.behaviour.set(email, { data: '550 5.1.1 no such user' });
    const id = await stage.marketer.makeCampaign({ settings: { circuit_breaker: false } });
    await stage.marketer.launch(id);
    await stage.app.drainJobs();
    expect(await stage.marketer.report(id)).toMatchObject({ state: 'finished', failed: 40, paused_by: null });
    expect(await state(id)).toMatchObject({ state: 'off', trips: [] });
  });

  it('is nobody else’s to look at, and takes no limits that make no sense', async () => {
    const id = await stage.marketer.makeCampaign();
    expect((await (await newMarketer(stage.app)).client.get(api(id, 'breaker'))).status).toBe(404);
    await stage.makeLeads(1);
    for (const circuit_breaker of [
      { hard_bounce_percent: 0 },
      { minimum_sample: 0 },
      { notify: 'me' },
      'off',
      true,
    ]) {
      const refused = await stage.marketer.launch(
        await stage.marketer.makeCampaign({ settings: { circuit_breaker } }),
      );
      expect([refused.status, refused.body.error]).toEqual([422, expect.stringContaining('circuit_breaker')]);
    }
  });
});

describeVirtualClock(stage);

describe('a campaign that failed before its first mail', () => {
  const content = { email: { subject_line: 'As planned', body: '<p>Look</p>' } };
  const variants = [{ subject: 'Spring sale' }, { subject: 'Last chance', from_name: 'Ada' }];
  const experiment = async (id: string) => (await stage.marketer.client.get(api(id, 'experiment'))).body.data;
  const look = async () => {
    await stage.app.get(Jobs).send(DecideExperimentsJob, { askedBy: 'clock' });
    await stage.app.drainJobs();
  };
  const withSubject = (emails: readonly string[], subject: string) =>
    stage.received(emails).filter(({ mail }) => mail.subject === subject);

  it('begins its A/B test anew when it is launched again', async () => {
    const emails = await stage.makeLeads(40);
    const id = await stage.marketer.makeCampaign({ content });
    await stage.marketer.client.put(api(id, 'experiment'), {
      variants,
      test_percent: 100,
      minimum_sample: 5,
      hours: 1,
    });
    const audience = spyOn(stage.app.get(LeadService), 'audience').mockRejectedValue(
      new FilterRefused('The field is gone.'),
    );
    await stage.marketer.launch(id);
    await stage.app.drainJobs();
    await look();
    expect(await stage.marketer.campaign(id)).toMatchObject({ status: 'failed' });
    expect((await experiment(id)).state).toBe('ended');
    audience.mockRestore();
    expect((await stage.marketer.launch(id)).status).toBe(200);
    await stage.app.drainJobs();
    expect(await experiment(id)).toMatchObject({ state: 'running', reason: null, decided_at: null });
    expect(withSubject(emails, 'As planned')).toHaveLength(0);
    expect(withSubject(emails, 'Spring sale').length).toBeGreaterThan(5);
    expect(withSubject(emails, 'Last chance').length).toBeGreaterThan(5);
    await look();
    expect((await experiment(id)).variants).toMatchObject([{ label: 'A' }, { label: 'B' }]);
  });
});
