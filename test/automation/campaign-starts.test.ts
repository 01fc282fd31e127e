import { CampaignDueJob, SettleCampaignJob } from '#domains/campaigns/schedule/due-campaign.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { HOUR, seriesOn } from './series.js';
import { Stage } from './stage.js';

const stage = new Stage();
const { get, runsOf, step, statusOf, history, tick, launchedRun } = seriesOn(stage);
const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const actions = async (id: string) => (await history(id)).map(({ action }: { action: string }) => action);
const hoursOf = async (id: string) =>
  (await runsOf(id)).map(({ run_at }: { run_at: string }) => run_at.slice(0, 13)).toSorted();

describe('a start that was not missed', () => {
  const hours = (...ahead: number[]) =>
    ahead
      .map((hour) => new Date(Date.now() + hour * HOUR).getUTCHours())
      .toSorted((one, other) => one - other);
  const inZones = (...ahead: number[]) => ({
    cron: `${new Date().getUTCMinutes()} ${hours(...ahead).join(',')} * * *`,
    recipient_time: true,
  });

  it('is that of a series launched after the day of its time has begun in the first zone', async () => {
    const id = await stage.marketer.makeCampaign({
      schedule: { ...inZones(3), missed: 'skip' },
    });
    await stage.marketer.launch(id);
    await tick();
    expect(await hoursOf(id)).toEqual([at(3 * HOUR).slice(0, 13)]);
    expect(await actions(id)).not.toContain('skip');
    await step(id, 'stop');
  });

  it('is any that was still to come when the series was launched', async () => {
    const id = await stage.marketer.makeCampaign({ schedule: inZones(2, 6) });
    await stage.marketer.launch(id);
    await tick();
    await tick();
    expect(await hoursOf(id)).toEqual([at(2 * HOUR).slice(0, 13), at(6 * HOUR).slice(0, 13)]);
    expect(await actions(id)).not.toContain('skip');
    await step(id, 'stop');
  });

  it('is that of a campaign that was paused over it, and is resumed', async () => {
    const [email] = await stage.makeLeads(1);
    const id = await stage.marketer.makeCampaign({
      schedule: { at: at(HOUR), missed: 'skip', grace_minutes: 5 },
    });
    await stage.marketer.launch(id);
    await step(id, 'pause');
    await stage.app.sql(
      `update campaigns set plan = jsonb_set(plan, '{schedule,at}', to_jsonb($2::text)) where id = $1`,
      [id, at(-HOUR)],
    );
    expect((await step(id, 'resume')).body.data.jobs_resumed).toBe(1);
    await tick();
    expect(await statusOf(id)).toBe('completed');
    expect(stage.received([email!])).toHaveLength(1);
  });
});

describe('a campaign that comes again', () => {
  it('is not over between two runs while the second is being taken up', async () => {
    const { id } = await launchedRun({ settings: {} });
    const dueAt = new Date(Date.parse((await get(id)).next_run_at) - 24 * HOUR).toISOString();
    await stage.app.sql(
      "update campaigns set run_at = run_at - interval '1 day' where parent_campaign_id = $1",
      [id],
    );
    // As the clock leaves it for the two jobs that it sends.
    await stage.app.sql('update campaigns set next_run_at = null where id = $1', [id]);
    const task = { ownerId: stage.marketer.id, campaignId: id, dueAt };
    await stage.app.get(Jobs).send(SettleCampaignJob, task);
    await stage.app.drainJobs();
    expect(await statusOf(id)).toBe('active');
    await stage.app.get(Jobs).send(CampaignDueJob, task);
    await stage.app.drainJobs();
    expect(await runsOf(id)).toHaveLength(2);
    await step(id, 'stop');
  });

  it('is over when it was paused before its first time and is resumed after its last', async () => {
    const start = at(HOUR).slice(0, 16);
    const id = await stage.marketer.makeCampaign({
      schedule: { at: start, rrule: 'FREQ=DAILY;COUNT=1' },
    });
    await stage.marketer.launch(id);
    await step(id, 'pause');
    await stage.app.sql(
      `update campaigns set plan = jsonb_set(plan, '{schedule,at}', to_jsonb($2::text)) where id = $1`,
      [id, at(-HOUR).slice(0, 16)],
    );
    const { status, body } = await step(id, 'resume');
    expect([status, body.data.jobs_resumed]).toEqual([200, 0]);
    expect(await get(id)).toMatchObject({
      status: 'completed',
      next_run_at: null,
    });
    expect((await history(id)).slice(0, 2)).toMatchObject([
      { action: 'complete', from: 'scheduled', summary: 'Its schedule has no time to come' },
      { action: 'resume', to: 'scheduled' },
    ]);
  });
});
