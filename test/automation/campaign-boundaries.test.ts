import { TakeUpDueCampaignsJob } from '#domains/campaigns/schedule/due-campaign.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { until } from '../support/until.js';
import { Stage } from './stage.js';

const stage = new Stage({ MAIL_RATE_PER_SECOND: '10' });
const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const QUIET = { quiet_hours: { start: '00:00', end: '23:59' } };

const get = async (id: string) => (await stage.marketer.client.get(`/api/campaigns/${id}`)).body.data;
const history = async (id: string) =>
  (await stage.marketer.client.get(`/api/campaigns/${id}/history?limit=100`)).body.data;
const become = (id: string, status: string) =>
  stage.marketer.client.patch(`/api/campaigns/${id}/status`, { status });
/** Its end date passes. */
const ends = (id: string) =>
  stage.app.sql(
    `update campaigns set start_date = now() - interval '2 hours', end_date = now() - interval '1 second' where id = $1`,
    [id],
  );

async function tick(): Promise<void> {
  await stage.app.get(Jobs).send(TakeUpDueCampaignsJob, { askedBy: 'clock' });
  await stage.app.drainJobs();
}

describe('a campaign whose end date has passed', () => {
  it('does not go on, until the date is moved', async () => {
    const [email] = await stage.makeLeads(1);
    const id = await stage.marketer.makeCampaign({ settings: QUIET });
    await stage.launched(id);
    await stage.marketer.step(id, 'pause');
    await ends(id);
    const refused = await stage.marketer.step(id, 'resume');
    expect([refused.status, refused.body.code]).toEqual([409, 'campaigns/ended']);
    expect((await get(id)).status).toBe('paused');
    await stage.settle(id, {});
    await stage.app.drainJobs();
    expect(stage.received([email!])).toEqual([]);
    await stage.marketer.client.put(`/api/campaigns/${id}`, { end_date: at(HOUR) });
    expect((await stage.marketer.step(id, 'resume')).status).toBe(200);
    await stage.app.drainJobs();
    expect(stage.received([email!])).toHaveLength(1);
  });

  it('does not start late, nor by hand', async () => {
    const emails = await stage.makeLeads(1);
    const [late, byHand] = [
      await stage.marketer.makeCampaign({ schedule: { at: at(HOUR) } }),
      await stage.marketer.makeCampaign({ schedule: { at: at(HOUR) } }),
    ];
    for (const id of [late, byHand]) {
      await stage.marketer.launch(id);
      await ends(id);
    }
    expect((await become(byHand, 'active')).body.code).toBe('campaigns/ended');
    await stage.app.sql(`update campaigns set next_run_at = now() where id = $1`, [late]);
    await tick();
    expect((await get(late)).status).toBe('failed');
    expect((await history(late))[0]).toMatchObject({
      action: 'fail',
      actor: 'clock',
      summary: expect.stringContaining('end date'),
    });
    expect(stage.received(emails)).toEqual([]);
    await become(byHand, 'cancelled');
  });

  it('does not catch up a run of its schedule, and is over', async () => {
    const emails = await stage.makeLeads(1);
    const id = await stage.marketer.makeCampaign({ schedule: { cron: '0 9 * * *' } });
    await stage.marketer.launch(id);
    const due = new Date(Date.parse((await get(id)).next_run_at) - 24 * HOUR);
    await stage.app.sql(
      `update campaigns set next_run_at = $2::timestamptz, start_date = $2::timestamptz, end_date = $2::timestamptz + interval '1 second' where id = $1`,
      [id, due],
    );
    await tick();
    expect((await get(id)).status).toBe('completed');
    expect(await history(id)).toContainEqual(
      expect.objectContaining({ action: 'skip', summary: 'One run was missed' }),
    );
    expect((await stage.marketer.client.get(`/api/campaigns?runs_of=${id}`)).body.data).toEqual([]);
    expect(stage.received(emails)).toEqual([]);
  });
});

describe('a campaign that failed before any mail of it began', () => {
  it('is launched again once it is mended, and writes once', async () => {
    const [email] = await stage.makeLeads(1);
    const id = await stage.marketer.makeCampaign();
    await stage.app.sql(`update campaigns set settings = $2 where id = $1`, [
      id,
      JSON.stringify({ audience: { filter: { field: 'nothing', op: 'is', value: 1 } } }),
    ]);
    await stage.launched(id);
    expect((await get(id)).status).toBe('failed');
    await stage.marketer.client.put(`/api/campaigns/${id}`, { audience: {} });
    await stage.launched(id);
    expect((await get(id)).status).toBe('completed');
    expect(stage.received([email!])).toHaveLength(1);
    expect((await stage.marketer.launch(id)).status).toBe(409);
  });
});

describe('a campaign whose readers change between plan and delivery', () => {
  it('is over at once where its segment has become empty', async () => {
    const lead = await stage.marketer.makeLead({ tags: ['meant'] });
    const id = await stage.marketer.makeCampaign({
      audience: { tags: ['meant'] },
      schedule: { at: at(HOUR) },
    });
    await stage.marketer.launch(id);
    await stage.marketer.client.put(`/api/leads/${lead.id}`, { tags: [] });
    await become(id, 'active');
    await stage.app.drainJobs();
    expect((await get(id)).status).toBe('completed');
    expect(await stage.marketer.report(id)).toMatchObject({ recipients: 0, state: 'finished' });
  });

  it('that is paused while it is planned has all of them planned, and writes to nobody before it goes on', async () => {
    const emails = await stage.makeLeads(5);
    const id = await stage.marketer.makeCampaign();
    await stage.marketer.launch(id);
    const paused = await stage.marketer.step(id, 'pause');
    expect(paused.status).toBe(200);
    await stage.app.drainJobs();
    const before = stage.received(emails).length;
    expect(await stage.marketer.recipients(id)).toHaveLength(5);
    await stage.marketer.step(id, 'resume');
    await stage.app.drainJobs();
    expect(before).toBeLessThan(5);
    expect(emails.map((email) => stage.sink.mailsTo(email).length)).toEqual(emails.map(() => 1));
  });
});

describe('a campaign in the middle of delivery', () => {
  const COUNT = 30;
  const inHand = async (id: string) => {
    const [{ n } = { n: 0 }] = await stage.app.sql<{ n: number }>(
      `select count(*)::int as n from email_messages where campaign_id = $1 and state = 'sending'`,
      [id],
    );
    return n;
  };
  /** Launched, with some mails handed over and the others still to come. */
  async function underWay(): Promise<{ id: string; emails: string[] }> {
    const emails = await stage.makeLeads(COUNT);
    stage.sink.delayMs = 200;
    const id = await stage.marketer.makeCampaign();
    await stage.marketer.launch(id);
    await until('some mails have left', () => stage.received(emails).length >= 3);
    return { id, emails };
  }
  /** What is being handed over ends; five seconds are what it may take. */
  const settled = (id: string) =>
    until('nothing is being handed over', async () => (await inHand(id)) === 0, 5_000);

  it('stands still within five seconds of a pause, and goes on without losing or repeating a mail', async () => {
    const { id, emails } = await underWay();
    await stage.marketer.step(id, 'pause');
    await settled(id);
    const before = stage.received(emails).length;
    expect(before).toBeLessThan(COUNT);
    await stage.settle(id, {});
    await stage.app.drainJobs();
    expect(stage.received(emails)).toHaveLength(before);
    stage.sink.delayMs = 0;
    await stage.marketer.step(id, 'resume');
    await stage.app.drainJobs();
    expect(emails.map((email) => stage.sink.mailsTo(email).length)).toEqual(emails.map(() => 1));
    expect((await get(id)).status).toBe('completed');
  });

  it('ends within five seconds of a stop, and says of everybody what became of them', async () => {
    const { id, emails } = await underWay();
    await stage.marketer.step(id, 'stop');
    await settled(id);
    const sent = stage.received(emails).length;
    await stage.settle(id, {});
    await stage.app.drainJobs();
    expect(stage.received(emails)).toHaveLength(sent);
    expect(await stage.marketer.report(id)).toMatchObject({
      state: 'stopped',
      sent,
      queued: 0,
      skipped_by_reason: { campaign_stopped: COUNT - sent },
    });
  });
});
