import { CampaignDueJob, TakeUpDueCampaignsJob } from '#domains/campaigns/schedule/due-campaign.jobs';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { describeCalendars } from './calendar.stories.js';
import { describeFigures } from './figures.stories.js';
import { type Marketer, newMarketer } from './marketer.js';

const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  marketer = await newMarketer(app);
});
afterAll(() => app.close());

const get = async (id: string) => (await marketer.client.get(`/api/campaigns/${id}`)).body.data;
const history = async (id: string) =>
  (await marketer.client.get(`/api/campaigns/${id}/history?limit=100`)).body.data;
const runsOf = async (id: string) => (await marketer.client.get(`/api/campaigns?runs_of=${id}`)).body.data;

/** What the clock does at every tick. */
async function tick(times = 1): Promise<void> {
  for (let time = 0; time < times; time++)
    await app.get(Jobs).send(TakeUpDueCampaignsJob, { askedBy: 'clock' });
  await app.drainJobs();
}

/** The campaign's time comes `ms` ago. */
const passTime = (id: string, ms: number) =>
  app.sql(
    `update campaigns set next_run_at = now() - $2 * interval '1 millisecond' where id = $1 and next_run_at is not null`,
    [id, ms],
  );

describe('a campaign that starts later', () => {
  it('waits for its start date, then starts once', async () => {
    await marketer.makeLead();
    const start_date = at(HOUR);
    const id = await marketer.makeCampaign({ start_date });
    expect((await marketer.launch(id)).body.data.campaign_status).toBe('scheduled');
    expect((await marketer.launch(id)).status).toBe(409);
    expect(Date.parse((await get(id)).next_run_at)).toBe(Date.parse(start_date));
    await tick();
    expect((await get(id)).status).toBe('scheduled');
    await passTime(id, 1_000);
    await tick(3);
    expect(await get(id)).toMatchObject({ status: 'completed', next_run_at: null });
    expect(await marketer.recipients(id)).toHaveLength(1);
    expect((await marketer.logs(id)).map(({ action }) => action)).toEqual(['launch', 'start', 'complete']);
  });

  it('does not start once it has been stopped, nor while it is paused', async () => {
    const [stopped, paused] = [
      await marketer.makeCampaign({ start_date: at(HOUR) }),
      await marketer.makeCampaign({ start_date: at(HOUR) }),
    ];
    await marketer.launch(stopped);
    await marketer.launch(paused);
    expect((await marketer.step(stopped, 'stop')).body.data.jobs_cancelled).toBe(1);
    expect((await marketer.step(paused, 'pause')).body.data.jobs_paused).toBe(1);
    for (const id of [stopped, paused])
      await app.sql(`update campaigns set start_date = now() - interval '1 minute' where id = $1`, [id]);
    await tick();
    expect([(await get(stopped)).status, (await get(paused)).status]).toEqual(['completed', 'paused']);
    expect((await marketer.step(paused, 'resume')).body.data.jobs_resumed).toBe(1);
    await tick();
    expect((await get(paused)).status).toBe('completed');
  });

  it('fails and says why when its mail cannot be sent by then, and is launched again once it can', async () => {
    const id = await marketer.makeCampaign({ content: {}, schedule: { at: at(HOUR) } });
    await marketer.launch(id);
    await passTime(id, 1_000);
    await tick();
    expect((await get(id)).status).toBe('failed');
    expect((await history(id))[0]).toMatchObject({
      actor: 'clock',
      summary: expect.stringContaining('content.email.body'),
    });
    await marketer.client.put(`/api/campaigns/${id}`, {
      content: { email: { body: '<p>Hi</p>' } },
      schedule: null,
    });
    expect((await marketer.launch(id)).body.data.campaign_status).toBe('active');
    await app.drainJobs();
  });

  it('is caught up or left out when nobody was there, as it says', async () => {
    const schedule = { at: at(HOUR), grace_minutes: 10 };
    const [usual, strict] = [
      await marketer.makeCampaign({ schedule }),
      await marketer.makeCampaign({ schedule: { ...schedule, missed: 'skip' } }),
    ];
    for (const id of [usual, strict]) {
      await marketer.launch(id);
      await passTime(id, 11 * 60_000);
    }
    await tick();
    expect((await get(usual)).status).toBe('completed');
    expect((await get(strict)).status).toBe('failed');
    expect((await history(strict))[0]).toMatchObject({
      action: 'skip',
      summary: expect.stringContaining('was missed'),
    });
  });

  it('reaches each recipient when clocks show its time where they are', async () => {
    const leads = {
      first: await marketer.makeLead({
        country: 'Kiribati',
        custom_fields: { timezone: 'Pacific/Kiritimati' },
      }),
      near: await marketer.makeLead({ country: 'NO' }),
      last: await marketer.makeLead({ country: 'US' }),
      unknown: await marketer.makeLead(),
    };
    const id = await marketer.makeCampaign({
      schedule: { at: '2035-01-01T09:00', timezone: 'Asia/Kolkata', recipient_time: true },
    });
    await marketer.launch(id);
    expect(await get(id)).toMatchObject({
      start_date: '2035-01-01T03:30:00Z',
      next_run_at: '2034-12-31T19:00:00Z',
    });
    await passTime(id, 1_000);
    await tick();
    const rows = await app.sql<{ email: string; due: string }>(
      `select email, to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI') as due from email_messages where campaign_id = $1`,
      [id],
    );
    const due = new Map(rows.map((row) => [row.email, row.due]));
    expect(Object.values(leads).map(({ email }) => due.get(email))).toEqual([
      '2034-12-31T19:00',
      '2035-01-01T08:00',
      '2035-01-01T14:00',
      '2035-01-01T03:30',
    ]);
    await marketer.step(id, 'stop');
  });
});

describe('a campaign that comes again', () => {
  const daily = { schedule: { cron: '0 9 * * *', timezone: 'Europe/Oslo' } };

  it('sends its mail anew for each time, as a run of its own', async () => {
    const lead = await marketer.makeLead();
    const id = await marketer.makeCampaign(daily);
    expect((await marketer.launch(id)).body.data.campaign_status).toBe('scheduled');
    const first = (await get(id)).next_run_at;
    await passTime(id, 1_000);
    await app.sql(`update campaigns set next_run_at = $2 where id = $1`, [
      id,
      new Date(Date.parse(first) - 24 * HOUR),
    ]);
    await tick(2);
    expect(await get(id)).toMatchObject({ status: 'active', next_run_at: first });
    const [run, ...others] = await runsOf(id);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ parent_campaign_id: id, status: 'completed', schedule: daily.schedule });
    expect((await marketer.recipients(run.id)).map(({ email }) => email)).toEqual([lead.email]);
    const { body } = await marketer.client.get('/api/campaigns');
    expect(body.data.map((campaign: { id: string }) => campaign.id)).toEqual([id]);
    const stranger = await app.as();
    expect((await stranger.get(`/api/campaigns?runs_of=${id}`)).body.data).toEqual([]);
    expect((await marketer.logs(id)).map(({ action }) => action)).toEqual(['launch', 'start', 'run']);
    await marketer.step(id, 'stop');
  });

  it.each([
    ['catch_up', 1, '2 runs were missed'],
    ['skip', 0, '3 runs were missed'],
  ])('after a downtime does by %s what it missed', async (missed, runs, said) => {
    const id = await marketer.makeCampaign({ schedule: { ...daily.schedule, missed, grace_minutes: 0 } });
    await marketer.launch(id);
    const first = Date.parse((await get(id)).next_run_at);
    await app.sql(`update campaigns set next_run_at = $2 where id = $1`, [id, new Date(first - 72 * HOUR)]);
    await tick();
    expect(await runsOf(id)).toHaveLength(runs);
    expect(await history(id)).toContainEqual(expect.objectContaining({ action: 'skip', summary: said }));
    expect(Date.parse((await get(id)).next_run_at)).toBe(first);
    await marketer.step(id, 'stop');
  });

  it('is over with its last time, when nothing of it goes on', async () => {
    await marketer.makeLead();
    const settings = { quiet_hours: { start: '00:00', end: '23:59' } };
    const schedule = { at: at(HOUR).slice(0, 16), rrule: 'FREQ=HOURLY;COUNT=1' };
    const id = await marketer.makeCampaign({ schedule, settings });
    await marketer.launch(id);
    const past = at(-60_000).slice(0, 16);
    await app.sql(
      `update campaigns set next_run_at = $2::timestamp at time zone 'utc', plan = jsonb_set(plan, '{schedule,at}', to_jsonb($2::text))
       where id = $1`,
      [id, past],
    );
    await tick();
    expect(await get(id)).toMatchObject({ status: 'active', next_run_at: null });
    const [run] = await runsOf(id);
    expect(run.status).toBe('active');
    await marketer.step(run.id, 'stop');
    await tick();
    expect((await get(id)).status).toBe('completed');
  });

  it('pauses, goes on and stops with the run that is under way', async () => {
    for (let count = 0; count < 3; count++) await marketer.makeLead();
    const id = await marketer.makeCampaign({
      ...daily,
      settings: { quiet_hours: { start: '00:00', end: '23:59' } },
    });
    await marketer.launch(id);
    const first = (await get(id)).next_run_at;
    await app.sql(`update campaigns set next_run_at = $2 where id = $1`, [
      id,
      new Date(Date.parse(first) - 24 * HOUR),
    ]);
    await tick();
    const [run] = await runsOf(id);
    expect((await marketer.step(id, 'pause')).body.data.jobs_paused).toBe(4);
    expect((await get(run.id)).status).toBe('paused');
    expect(await get(id)).toMatchObject({ status: 'paused', next_run_at: null });
    expect((await marketer.step(id, 'resume')).body.data.jobs_resumed).toBe(4);
    expect(await get(id)).toMatchObject({ status: 'active', next_run_at: first });
    expect((await marketer.step(id, 'stop')).body.data.jobs_cancelled).toBe(4);
    expect((await get(run.id)).status).toBe('completed');
    await tick();
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('makes each run once, even when its time is told twice at once', async () => {
    const id = await marketer.makeCampaign({ ...daily, channels: ['tiktok', 'email'] });
    await marketer.launch(id);
    const due = new Date(Date.parse((await get(id)).next_run_at) - 24 * HOUR).toISOString();
    await app.sql('update campaigns set next_run_at = null where id = $1', [id]);
    const task = { ownerId: marketer.id, campaignId: id, dueAt: due };
    await app.get(Jobs).sendAll(CampaignDueJob, [task, task, task]);
    await app.drainJobs();
    expect(await runsOf(id)).toHaveLength(1);
    await marketer.step(id, 'stop');
  });
});

describeCalendars(() => ({ app, marketer }), tick);
describeFigures(() => ({ app, marketer }));
