import { randomUUID } from 'node:crypto';
import { FiringEnds } from '#platform/clock/schedules/firing-ends';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import { aHundredThousandSchedules, twoProcesses } from './many-schedules.cases.js';
import { stoppedClocks } from './stopped-clock.cases.js';
import { turnedClocks } from './turned-clocks.cases.js';
import { ago, every, timetableOf } from './timetable.js';

/** Nobody works on jobs here, so a firing is at work until the test says how it ended. */
let app: TestApp;
let me: string;
beforeAll(async () => {
  app = await startApp({ roles: 'web' });
});
afterAll(() => app.close());
beforeEach(() => {
  me = randomUUID();
});

const { schedules, asMe, put, get, fire, wasDue, executions, statuses, jobs, ends } = timetableOf(
  () => app,
  () => me,
);

describe('a schedule', () => {
  it('fires once at its time, and is completed when its work is done', async () => {
    await put('one');
    await Promise.all([fire(), fire(), fire()]);
    await fire();
    const [job, ...more] = await jobs();
    expect(more).toEqual([]);
    expect(job?.data).toEqual({
      ownerId: me,
      contentId: 1,
      jobId: 'one',
      dueAt: expect.stringMatching(/Z$/),
    });
    expect(await get('one')).toMatchObject({ status: 'running', running: 1, attempts: 1, nextDueAt: null });
    await ends('one');
    expect(await get('one')).toMatchObject({ status: 'completed', running: 0, lastError: null });
    expect(await statuses('one')).toEqual(['completed']);
  });

  it('that was replaced is due at its new time only, and never twice at one time', async () => {
    const at = ago(2);
    await put('one', { trigger: { type: 'date', at } });
    await put('one', { trigger: { type: 'date', at: ago(1) }, payload: { contentId: 2 } });
    await fire();
    expect((await jobs()).map(({ data }) => data)).toMatchObject([{ contentId: 2 }]);
    await ends('one');
    await put('one', { trigger: { type: 'date', at: (await executions('one'))[0]!.dueAt } });
    await fire();
    expect(await jobs()).toHaveLength(1);
    expect(await get('one')).toMatchObject({ status: 'completed' });
  });

  it('says why its work failed, and nothing of what is inside', async () => {
    await put('one');
    await fire();
    await ends('one', new Error('password=canary'));
    const { status, lastError } = await get('one');
    expect([status, lastError]).toEqual(['failed', 'Something unexpected went wrong.']);
  });

  it('that comes too late is missed, says so, and sends nothing', async () => {
    await put('late', { trigger: { type: 'date', at: ago(301) } });
    await put('patient', { trigger: { type: 'date', at: ago(301) }, misfireGraceSeconds: 600 });
    await fire();
    expect(await get('late')).toMatchObject({
      status: 'failed',
      lastError: expect.stringContaining('Missed'),
    });
    expect(await statuses('late')).toEqual(['missed']);
    expect(await statuses('patient')).toEqual(['running']);
    expect(await jobs()).toHaveLength(1);
  });

  it('makes up for each time that was missed, or with coalesce for the last one', async () => {
    await put('each', { trigger: every(60) });
    await put('last', { trigger: every(60), coalesce: true });
    await wasDue('each', 130);
    await wasDue('last', 130);
    await fire();
    expect(await statuses('each')).toEqual(['running', 'running', 'running']);
    expect(await statuses('last')).toEqual(['running']);
    const [only] = await executions('last');
    expect(Date.now() - Date.parse(only!.dueAt)).toBeLessThan(60_000);
    expect(await get('each')).toMatchObject({ status: 'scheduled', running: 3 });
  });

  it('has no more at work than it may: what was missed waits its turn, what comes meanwhile is skipped', async () => {
    await put('one', { trigger: every(60), maxInstances: 2 });
    await wasDue('one', 190);
    await fire();
    expect(await statuses('one')).toEqual(['running', 'running', 'waiting', 'waiting']);
    await ends('one');
    expect(await statuses('one')).toEqual(['completed', 'running', 'running', 'waiting']);
    await app.sql(`update scheduled_jobs set next_due_at = now() where user_id = $1`, [me]);
    await fire();
    expect((await statuses('one')).at(-1)).toBe('skipped');
    for (let left = 3; left > 0; left--) await ends('one');
    expect(await statuses('one')).toEqual(['completed', 'completed', 'completed', 'completed', 'skipped']);
    expect(await get('one')).toMatchObject({ status: 'scheduled', running: 0, attempts: 4 });
  });

  it('fires nothing twice when the clock steps back, and obeys the grace when it leaps on', async () => {
    await put('one', { trigger: every(60), maxInstances: 10 });
    await wasDue('one', 70);
    await fire();
    expect(await jobs()).toHaveLength(2);
    // As if the clock of the database stood again where these two were due.
    await app.sql(
      `update scheduled_jobs set next_due_at = (select min(due_at) from job_execution_logs where user_id = $1) where user_id = $1`,
      [me],
    );
    await fire();
    expect(await jobs()).toHaveLength(2);
    await wasDue('one', 86_400);
    await fire();
    expect((await statuses('one')).filter((status) => status === 'missed')).toHaveLength(1);
    expect((await jobs()).length).toBeLessThanOrEqual(8);
    expect(Date.parse((await get('one')).nextDueAt!)).toBeGreaterThan(Date.now());
  });

  it('is paused and resumed: what passes meanwhile is not missed', async () => {
    await put('one', { trigger: every(60) });
    await asMe(() => schedules().pause(me, 'one'));
    await wasDue('one', 200);
    await fire();
    expect(await jobs()).toEqual([]);
    expect(await get('one')).toMatchObject({ status: 'paused' });
    await asMe(() => schedules().resume(me, 'one'));
    await fire();
    expect(await jobs()).toEqual([]);
    const { status, nextDueAt } = await get('one');
    expect(status).toBe('scheduled');
    expect(Date.parse(nextDueAt!) - Date.now()).toBeLessThanOrEqual(60_000);
    await expect(asMe(() => schedules().resume(me, 'one'))).rejects.toMatchObject({ code: 'schedules/over' });
  });

  it('that is paused fires nothing that waits for its turn either, until it is resumed', async () => {
    await put('one', { trigger: every(60), maxInstances: 1 });
    await wasDue('one', 130);
    await fire();
    await asMe(() => schedules().pause(me, 'one'));
    await ends('one');
    expect(await statuses('one')).toEqual(['completed', 'waiting', 'waiting']);
    expect(await jobs()).toHaveLength(1);
    await asMe(() => schedules().resume(me, 'one'));
    expect(await statuses('one')).toEqual(['completed', 'running', 'waiting']);
    await ends('one');
    await ends('one');
    expect(await statuses('one')).toEqual(['completed', 'completed', 'completed']);
    expect(await get('one')).toMatchObject({ status: 'scheduled', running: 0, attempts: 3 });
  });

  it('that is cancelled fires no more, nor what waits; what is at work ends', async () => {
    await put('one', { trigger: every(60), maxInstances: 1 });
    await wasDue('one', 70);
    await fire();
    expect(await asMe(() => schedules().cancel(me, 'one'))).toBe(true);
    expect(await asMe(() => schedules().cancel(me, 'one'))).toBe(false);
    await ends('one');
    expect(await statuses('one')).toEqual(['completed', 'cancelled']);
    expect(await get('one')).toMatchObject({ status: 'cancelled', running: 0 });
    await expect(asMe(() => schedules().runNow(me, 'one'))).rejects.toMatchObject({ code: 'schedules/over' });
  });

  it('is run at once when its owner asks, and keeps its own times', async () => {
    const { nextDueAt } = await put('one', { trigger: every(3_600), maxInstances: 1 });
    await asMe(() => schedules().runNow(me, 'one'));
    expect(await get('one')).toMatchObject({ nextDueAt, running: 1, status: 'scheduled' });
    await expect(asMe(() => schedules().runNow(me, 'one'))).rejects.toMatchObject({ code: 'schedules/busy' });
    await ends('one');
    expect(await executions('one')).toMatchObject([{ status: 'completed', byHand: true }]);
  });

  it('that can never come, or whose payload its job would refuse, is not kept', async () => {
    await expect(
      put('a', { trigger: { type: 'cron', line: '0 0 31 2 *', zone: 'UTC' } }),
    ).rejects.toMatchObject({
      code: 'schedules/trigger-never-comes',
    });
    await expect(put('b', { payload: { contentId: 'one' } })).rejects.toThrow('unfit payload');
    await expect(put('c', { kind: 'nothing' })).rejects.toThrow('no kind');
    await expect(put('d', { campaignId: randomUUID() })).rejects.toMatchObject({
      code: 'schedules/campaign-unknown',
    });
    expect((await asMe(() => schedules().list(me, { page: { limit: 10 } }))).items).toEqual([]);
  });

  it('that its job would refuse by now fails by itself, and holds up no other', async () => {
    await put('unfit');
    await put('good');
    await app.sql(`update scheduled_jobs set payload = '{}' where user_id = $1 and job_id = 'unfit'`, [me]);
    await fire();
    expect(await statuses('good')).toEqual(['running']);
    expect(await get('unfit')).toMatchObject({
      status: 'failed',
      lastError: expect.stringContaining('cannot be read'),
    });
    expect(await statuses('unfit')).toEqual(['skipped']);
  });

  it('runs as its owner, whoever its payload names', async () => {
    await put('one', { payload: { contentId: 1, ownerId: randomUUID() } });
    await fire();
    expect(await jobs()).toHaveLength(1);
  });

  it('whose process is gone ends with its job', async () => {
    await put('one');
    await fire();
    const [job] = await jobs();
    await app.sql(`update pgboss.job set state = 'failed', completed_on = now() where id = $1`, [job!.id]);
    await app.sql(`update job_execution_logs set checked_at = now() - interval '1 hour' where id = $1`, [
      job!.id,
    ]);
    await app.get(FiringEnds).sweep();
    expect(await get('one')).toMatchObject({ status: 'failed', lastError: 'The run was cut off.' });
  });
});

describe('the schedules of a campaign', () => {
  it('are paused, resumed and cancelled together, and go with it', async () => {
    const client = await app.as(me);
    const campaign = await client.post('/api/campaigns', { name: 'Spring', channels: ['email'] });
    const campaignId = campaign.body.data.id as string;
    for (const jobId of ['a', 'b']) await put(jobId, { campaignId, trigger: every(60) });
    await put('other', { trigger: every(60) });
    expect(await asMe(() => schedules().pauseOf(me, campaignId))).toBe(2);
    expect(await asMe(() => schedules().resumeOf(me, campaignId))).toBe(2);
    expect((await asMe(() => schedules().list(me, { campaignId, page: { limit: 1 } }))).items).toHaveLength(
      1,
    );
    const them = randomUUID();
    expect(await app.get(Database).as(them, () => schedules().cancelOf(them, campaignId))).toBe(0);
    expect(await asMe(() => schedules().cancelOf(me, campaignId))).toBe(2);
    expect(await get('other')).toMatchObject({ status: 'scheduled' });
    await app.sql('delete from campaigns where id = $1', [campaignId]);
    await expect(get('a')).rejects.toMatchObject({ code: 'schedules/not-found' });
  });
});

for (const cases of [stoppedClocks, turnedClocks, aHundredThousandSchedules, twoProcesses])
  cases(
    () => app,
    () => me,
  );
