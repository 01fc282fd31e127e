import { spyOn } from 'jest-mock';
import { PlanAudienceHandler } from '#automation/workflows/execution/audience/plan-audience.handler';
import { DecideExperimentsJob } from '#domains/email/experiments/experiment.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { until } from '../support/until.js';
import { api, Stage } from './stage.js';

const stage = new Stage();

describe('an A/B test of a campaign whose recipients are still being added', () => {
  const content = { email: { subject_line: 'As planned', body: '<p>news</p>' } };
  const test = { variants: [{ subject: 'Spring sale' }, { subject: 'Last chance' }], test_percent: 50 };
  const path = (id: string) => api(id, 'experiment');
  const experiment = async (id: string) => (await stage.marketer.client.get(path(id))).body.data;

  /** A campaign that has just been launched; `plan` lets its recipients be added. */
  async function launched(): Promise<{ id: string; emails: string[]; plan: () => Promise<void> }> {
    const emails = await stage.makeLeads(60);
    const id = await stage.marketer.makeCampaign({ content });
    expect((await stage.marketer.client.put(path(id), { ...test, minimum_sample: 5 })).status).toBe(200);
    const handler = stage.app.get(PlanAudienceHandler);
    const begins = handler.handle.bind(handler);
    const told = Promise.withResolvers<void>();
    const waits = spyOn(handler, 'handle').mockImplementation(async (task, run) => {
      await told.promise;
      return begins(task, run);
    });
    expect((await stage.marketer.launch(id)).status).toBe(200);
    const plan = async () => {
      told.resolve();
      await stage.app.drainJobs();
      waits.mockRestore();
    };
    return { id, emails, plan };
  }
  /** What the clock asks for. */
  const look = () => stage.app.get(Jobs).send(DecideExperimentsJob, { askedBy: 'clock' });
  const isLookedAt = (id: string) =>
    until('the experiment has been looked at', async () => {
      const [due] = await stage.app.sql(
        'select from email_experiments where campaign_id = $1 and look_at <= now()',
        [id],
      );
      return !due;
    });
  /** The next look at it, and what follows; answers when it is looked at once more. */
  async function looksAgain(id: string): Promise<string | null> {
    await stage.app.sql(
      `update email_experiments set look_at = now() where campaign_id = $1 and look_at is not null`,
      [id],
    );
    await look();
    await stage.app.drainJobs();
    const [row] = await stage.app.sql<{ look_at: string | null }>(
      'select look_at::text from email_experiments where campaign_id = $1',
      [id],
    );
    return row?.look_at ?? null;
  }

  it('waits for them, also where the campaign is paused meanwhile', async () => {
    const { id, emails, plan } = await launched();
    expect((await stage.marketer.step(id, 'pause')).status).toBe(200);
    await look();
    await isLookedAt(id);
    expect((await experiment(id)).state).toBe('running');
    await plan();
    expect((await stage.marketer.step(id, 'resume')).status).toBe(200);
    await stage.app.drainJobs();
    const { state, waiting } = await experiment(id);
    expect(state).toBe('running');
    expect(stage.received(emails)).toHaveLength(60 - waiting);

    await stage.app.sql(
      `update email_messages set settled_at = settled_at - interval '2 days' where campaign_id = $1`,
      [id],
    );
    expect(await looksAgain(id)).toBeNull();
    expect(await experiment(id)).toMatchObject({ state: 'decided', waiting: 0 });
    expect(stage.received(emails)).toHaveLength(60);
  });

  it('gives what a person has chosen to those who are added afterwards', async () => {
    const { id, emails, plan } = await launched();
    const chosen = await stage.marketer.client.post(`${path(id)}/winner`, { variant: 'B' });
    expect(chosen.body.data).toMatchObject({ state: 'decided', winner: 'B' });
    await isLookedAt(id);
    await plan();
    const { waiting } = await experiment(id);
    expect(waiting).toBeGreaterThan(0);
    expect(await looksAgain(id)).toBeNull();
    for (const email of emails) expect(stage.sink.mailsTo(email)).toHaveLength(1);
    expect((await stage.marketer.report(id)).state).toBe('finished');
  });

  it('is not looked at any more once the campaign is stopped', async () => {
    const { id, plan } = await launched();
    await stage.marketer.client.post(`${path(id)}/winner`, { variant: 'B' });
    await isLookedAt(id);
    await stage.marketer.step(id, 'stop');
    await plan();
    expect(await looksAgain(id)).toBeNull();
  });
});
