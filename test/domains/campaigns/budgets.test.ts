import { randomUUID } from 'node:crypto';
import { TakeUpDueCampaignsJob } from '#domains/campaigns/schedule/due-campaign.jobs';
import { CampaignSumsService } from '#domains/campaigns/sums/campaign-sums.service';
import { daysBefore } from '#kernel/period';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { asFrontEnd } from './front-end.js';

const DAY = 86_400_000;
const QUIET = { quiet_hours: { start: '00:00', end: '23:59' } };
const PAUSING = { pause_over_budget: true, ...QUIET };
const DAILY = { cron: '0 9 * * *' };

let app: TestApp;
let owner: string;
let client: TestClient;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  ({ id: owner, client } = await app.newUser());
  await client.post('/api/leads', { name: 'Ada', email: `${randomUUID()}@reader.test` });
});
afterAll(() => app.close());

const step = (id: string, verb: string, body?: object) => client.post(`/api/campaigns/${id}/${verb}`, body);
const change = (id: string, changes: object) => client.put(`/api/campaigns/${id}`, changes);
const get = async (id: string) => (await client.get(`/api/campaigns/${id}`)).body.data;
const runsOf = async (id: string) => (await client.get(`/api/campaigns?runs_of=${id}`)).body.data;
const statusOf = async (id: string) => {
  await app.drainJobs();
  return (await get(id)).status;
};
const spend = async (id: string, amount: number) =>
  (await step(id, 'spend', { channel: 'ads', amount })).body.data;
const toldOf = async (id: string) =>
  (await client.get(`/api/campaigns/${id}/history`)).body.data.flatMap(
    ({ action, reason }: { action: string; reason: string }) => (action === 'over_budget' ? [reason] : []),
  );

async function launched(fields: object): Promise<string> {
  const { body } = await client.post('/api/campaigns', {
    name: randomUUID(),
    content: { email: { subject_line: 'Hi', body: '<p>Hi</p>' } },
    ...fields,
  });
  expect((await step(body.data.id, 'launch')).status).toBe(200);
  return body.data.id;
}

/** Lets the time of a series come that was a day before its next one; answers the run. */
async function comes(id: string): Promise<string> {
  const { next_run_at } = await get(id);
  const due = new Date(Date.parse(next_run_at) - DAY);
  await app.sql('update campaigns set next_run_at = $2 where id = $1', [id, due]);
  await app.get(Jobs).send(TakeUpDueCampaignsJob, { askedBy: 'clock' });
  await app.drainJobs();
  return (await runsOf(id))[0].id;
}

describe('a budget that is lowered below what was spent', () => {
  it('pauses the campaign that says so, and its owner is told', async () => {
    const id = await launched({ budget: 100, settings: PAUSING });
    await spend(id, 50);
    expect((await change(id, { budget_allocated: 40 })).body.data.over_budget).toBe(true);
    expect(await statusOf(id)).toBe('paused');
    await spend(id, 5);
    expect(await toldOf(id)).toEqual(['50 was spent of 40']);
    await change(id, { budget_allocated: 60 });
    await step(id, 'resume');
    await change(id, { budget_allocated: 45 });
    expect(await statusOf(id)).toBe('paused');
    expect(await toldOf(id)).toHaveLength(2);
  });

  it('by a front end past the application is told of with the next cost', async () => {
    const id = await launched({ budget: 100, settings: PAUSING });
    await spend(id, 50);
    await asFrontEnd(
      app,
      owner,
      `update campaigns set budget_allocated = 40, over_budget_told_at = now() where id = '${id}'`,
    );
    expect(await statusOf(id)).toBe('active');
    await spend(id, 5);
    expect(await statusOf(id)).toBe('paused');
    expect(await toldOf(id)).toEqual(['55 was spent of 40']);
  });
});

describe('the budget of a campaign that comes again', () => {
  it('is that of all its runs together, and pauses them with it', async () => {
    const id = await launched({ budget: 100, settings: PAUSING, schedule: DAILY });
    const first = await comes(id);
    expect((await get(first)).budget_allocated).toBeNull();
    expect((await spend(first, 60)).budget).toEqual({
      budget_allocated: 100,
      budget_spent: 60,
      remaining: 40,
      over_budget: false,
    });
    await app.sql(
      `update campaigns set run_at = run_at - interval '1 day', name = 'The day before' where id = $1`,
      [first],
    );
    const second = await comes(id);
    expect(second).not.toBe(first);
    await spend(second, 30);
    expect(await statusOf(id)).toBe('active');
    expect((await spend(second, 30)).budget).toMatchObject({ budget_spent: 120, over_budget: true });
    expect([await statusOf(id), await statusOf(first), await statusOf(second)]).toEqual([
      'paused',
      'paused',
      'paused',
    ]);
    expect(await toldOf(id)).toEqual(['120 was spent of 100']);
    expect([(await get(first)).budget_spent, (await get(second)).budget_spent]).toEqual([60, 60]);
    expect((await step(second, 'resume')).body.code).toBe('campaigns/over-budget');
    await client.delete(`/api/campaigns/${first}`);
    expect((await get(id)).budget_spent).toBe(60);
    expect((await step(id, 'resume')).status).toBe(200);
  });

  it('is counted once among the costs of all campaigns', async () => {
    const id = await launched({ budget: 100, schedule: DAILY, settings: QUIET });
    const run = await comes(id);
    await spend(id, 5);
    await spend(run, 7);
    expect((await get(id)).budget_spent).toBe(12);
    const period = daysBefore(new Date(Date.now() + DAY).toISOString(), 2);
    const sums = await app.get(Database).as(owner, () => app.get(CampaignSumsService).of(owner, period));
    expect(sums.spend).toBe(12);
  });

  it('is kept to by costs that come while it is paused', async () => {
    const id = await launched({ budget: 100, schedule: DAILY, settings: QUIET });
    const run = await comes(id);
    const costs = Array.from({ length: 5 }, () => spend(run, 1));
    const [paused] = await Promise.all([step(id, 'pause'), ...costs]);
    expect(paused.status).toBe(200);
    expect((await get(id)).budget_spent).toBe(5);
  });
});
