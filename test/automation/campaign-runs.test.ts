import { randomUUID } from 'node:crypto';
import { Breaker } from '#domains/email/breaker/breaker.service';
import { daily, QUIET, seriesOn } from './series.js';
import { Stage } from './stage.js';

const stage = new Stage();
const { mine, get, runsOf, step, statusOf, history, tick, runOf, launchedRun } = seriesOn(stage);

describe('a campaign that comes again and has a run of which too much mail goes wrong', () => {
  /** The breaker looks while most of the mail of the run has failed. */
  async function tripped() {
    await stage.makeLeads(10);
    const notify = `${randomUUID()}@owner.test`;
    const circuit_breaker = { failure_percent: 10, minimum_sample: 5, notify };
    const series = await launchedRun({
      settings: { ...QUIET, circuit_breaker },
    });
    await stage.app.sql(
      `update email_messages set state = 'failed', settled_at = now() where id in
       (select id from email_messages where campaign_id = $1 limit 5)`,
      [series.run],
    );
    await stage.app.get(Breaker).look();
    await stage.app.drainJobs();
    return { ...series, notify };
  }

  it('is paused with it, for the same reason, and its owner is told so', async () => {
    const { id, run, notify } = await tripped();
    expect(await statusOf(run)).toBe('paused');
    expect(await get(id)).toMatchObject({
      status: 'paused',
      next_run_at: null,
    });
    const [pause] = await history(id);
    expect(pause).toMatchObject({
      action: 'pause',
      actor: 'breaker',
      reason: expect.stringContaining('failures'),
    });
    expect(stage.sink.mailsTo(notify)[0]?.mail.text).toContain('comes again');
    await tick();
    expect(await runsOf(id)).toHaveLength(1);
    await step(id, 'stop');
  });

  it('goes on without the run, which is resumed by itself', async () => {
    const { id, run } = await tripped();
    expect((await step(id, 'resume')).status).toBe(200);
    expect([await statusOf(id), await statusOf(run)]).toEqual(['active', 'paused']);
    expect((await step(run, 'resume')).status).toBe(200);
    expect(await statusOf(run)).toBe('active');
    await step(id, 'stop');
  });
});

describe('a run', () => {
  it('that a person has paused stays paused when its series is paused and resumed', async () => {
    await stage.makeLeads(2);
    const { id, run } = await launchedRun();
    for (const [one, verb] of [
      [run, 'pause'],
      [id, 'pause'],
      [id, 'resume'],
    ] as const)
      expect((await step(one, verb)).status).toBe(200);
    expect([await statusOf(id), await statusOf(run)]).toEqual(['active', 'paused']);
    await step(run, 'resume');
    for (const verb of ['pause', 'resume']) await step(id, verb);
    expect(await statusOf(run)).toBe('active');
    await step(id, 'stop');
  });

  it.each(['while times are to come', 'after the last time'])(
    'that failed is sent at once when it is launched again %s',
    async (when) => {
      const [email] = await stage.makeLeads(1);
      const { id, run } = await launchedRun({
        settings: {},
        content: { email: { template_id: randomUUID() } },
      });
      expect(await statusOf(run)).toBe('failed');
      if (when === 'after the last time')
        await stage.app.sql('update campaigns set schedule = $2 where id = $1', [
          run,
          JSON.stringify({
            at: '2020-01-01T09:00',
            rrule: 'FREQ=DAILY;COUNT=1',
          }),
        ]);
      const content = { email: { subject_line: 'Mended', body: '<p>Hi</p>' } };
      expect((await mine().put(`/api/campaigns/${run}`, { content })).status).toBe(200);
      const { status, body } = await step(run, 'launch');
      expect([status, body.data?.campaign_status]).toEqual([200, 'active']);
      await stage.app.drainJobs();
      expect(stage.received([email!]).map(({ mail }) => mail.subject)).toEqual(['Mended']);
      expect(await get(run)).toMatchObject({
        status: 'completed',
        next_run_at: null,
      });
      await step(id, 'stop');
    },
  );

  it('is not lost when its name is taken', async () => {
    const name = `${randomUUID()}${'N'.repeat(136)}`;
    const [id, other] = [
      await stage.marketer.makeCampaign({ ...daily, name }),
      await stage.marketer.makeCampaign({ ...daily, name: `${name}N` }),
    ];
    await Promise.all([stage.marketer.launch(id), stage.marketer.launch(other)]);
    const [first, second] = [await runOf(id), await runOf(other)];
    expect(second.name).toBe(`${first.name} (2)`);
    expect(second).toMatchObject({
      parent_campaign_id: other,
      run_at: first.run_at,
    });
    for (const one of [id, other]) await step(one, 'stop');
  });

  it('is over when its series is deleted', async () => {
    await stage.makeLeads(2);
    const { id, run } = await launchedRun();
    expect((await mine().delete(`/api/campaigns/${id}`)).status).toBe(200);
    expect(await get(run)).toMatchObject({
      status: 'completed',
      parent_campaign_id: null,
    });
    expect((await stage.marketer.report(run)).state).toBe('stopped');
  });

  it('that is deleted lets its series be over', async () => {
    await stage.makeLeads(2);
    const { id, run } = await launchedRun();
    await stage.app.sql('update campaigns set next_run_at = null, waiting_since = null where id = $1', [id]);
    expect((await mine().delete(`/api/campaigns/${run}`)).status).toBe(200);
    await tick();
    expect(await statusOf(id)).toBe('completed');
  });
});
