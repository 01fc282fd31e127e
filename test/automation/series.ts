import { TakeUpDueCampaignsJob } from '#domains/campaigns/schedule/due-campaign.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { api, type Stage } from './stage.js';

export const HOUR = 3_600_000;
export const QUIET = { quiet_hours: { start: '00:00', end: '23:59' } };
export const daily = { schedule: { cron: '0 9 * * *', timezone: 'Europe/Oslo' } };

/** What the marketer of the running test does with campaigns that come again. */
export function seriesOn(stage: Stage) {
  const mine = () => stage.marketer.client;
  const get = async (id: string) => (await mine().get(`/api/campaigns/${id}`)).body.data;
  const runsOf = async (id: string) => (await mine().get(`/api/campaigns?runs_of=${id}`)).body.data;
  const step = (id: string, verb: string) => mine().post(api(id, verb));
  const statusOf = async (id: string) => (await get(id)).status;
  /** Newest first. */
  const history = async (id: string) => (await mine().get(api(id, 'history'))).body.data;

  /** What the clock does at every tick. */
  async function tick(): Promise<void> {
    await stage.app.get(Jobs).send(TakeUpDueCampaignsJob, { askedBy: 'clock' });
    await stage.app.drainJobs();
  }

  /** A launched series is due for the time before its first; answers the run that comes of it. */
  async function runOf(id: string) {
    const first = Date.parse((await get(id)).next_run_at);
    await stage.app.sql('update campaigns set next_run_at = $2 where id = $1', [
      id,
      new Date(first - 24 * HOUR),
    ]);
    await tick();
    return (await runsOf(id))[0];
  }

  async function launchedRun(fields: object = {}): Promise<{ id: string; run: string }> {
    const id = await stage.marketer.makeCampaign({ ...daily, settings: QUIET, ...fields });
    await stage.marketer.launch(id);
    return { id, run: (await runOf(id)).id };
  }

  return { mine, get, runsOf, step, statusOf, history, tick, runOf, launchedRun };
}
