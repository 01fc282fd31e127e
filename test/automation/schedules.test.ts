import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';
import type { TestClient } from '../support/client.js';
import { until } from '../support/until.js';
import { contentOf } from '../domains/content/content.makers.js';
import { Marketer, newMarketer } from './marketer.js';
import { describeNurturing } from './nurture.stories.js';
import { at, HOURLY, PATH, schedulingOf } from './scheduling.js';

let app: TestApp;
let marketer: Marketer;
let mine: TestClient;
beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock' });
});
afterAll(() => app.close());
beforeEach(async () => {
  marketer = await newMarketer(app);
  mine = marketer.client;
});

const { create, move, approved } = contentOf(() => mine);
const { make, get, ended, newPost, postOf, monitored, monitor, measured, runNow, ran } = schedulingOf(
  () => app,
  () => marketer,
);

describe('a schedule', () => {
  it('is made, shown, listed, paused, resumed and cancelled', async () => {
    const campaignId = await monitored();
    const { status, body } = await mine.post(PATH, {
      kind: 'campaign_monitoring',
      payload: { campaign_id: campaignId },
      trigger: { type: 'cron', line: '30 2 * * *', zone: 'Europe/Berlin' },
    });
    const id = `campaign_monitor_${campaignId}`;
    const schedule = {
      id,
      kind: 'campaign_monitoring',
      status: 'scheduled',
      campaign_id: campaignId,
      trigger: { type: 'cron', line: '30 2 * * *', zone: 'Europe/Berlin' },
      payload: { campaignId },
      next_run_time: expect.stringMatching(/T0[01]:[30]0:00Z$/),
      last_run_time: null,
      runs: 0,
      running: 0,
      last_error: null,
      coalesce: false,
      max_instances: 3,
      misfire_grace_time: 300,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    };
    expect([status, body.data]).toEqual([201, schedule]);
    expect(await get(id)).toEqual({ ...schedule, executions: [] });
    for (const query of ['', '?kind=campaign_monitoring', `?campaign_id=${campaignId}`, '?status=scheduled'])
      expect((await mine.get(PATH + query)).body.data).toHaveLength(1);
    for (const query of ['?kind=social_post', `?campaign_id=${randomUUID()}`, '?status=paused'])
      expect((await mine.get(PATH + query)).body.data).toEqual([]);
    expect((await mine.post(`${PATH}/${id}/pause`)).body.data).toMatchObject({
      status: 'paused',
      next_run_time: null,
    });
    expect((await mine.post(`${PATH}/${id}/pause`)).body.code).toBe('schedules/over');
    expect((await mine.post(`${PATH}/${id}/resume`)).body.data.status).toBe('scheduled');
    expect((await mine.delete(`${PATH}/${id}`)).body.data).toEqual({ cancelled: true });
    expect((await mine.delete(`${PATH}/${id}`)).body.data).toEqual({ cancelled: false });
    expect((await runNow(id)).status).toBe(409);
  });

  it('is nobody else’s, and neither is what it is about', async () => {
    const campaignId = await monitored();
    const id = await monitor(campaignId);
    const { client: theirs } = await app.newUser();
    for (const answer of [
      await theirs.get(`${PATH}/${id}`),
      await theirs.delete(`${PATH}/${id}`),
      await theirs.post(`${PATH}/${id}/pause`),
      await theirs.post(`${PATH}/${id}/resume`),
      await theirs.post(`${PATH}/${id}/run`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'schedules/not-found']);
    expect((await theirs.get(PATH)).body.data).toEqual([]);
    const postId = await newPost();
    for (const [kind, payload] of [
      ['social_post', { post_id: postId }],
      ['content_publish', { content_id: await approved() }],
      ['campaign_monitoring', { campaign_id: campaignId }],
    ] as const) {
      const trigger = kind === 'campaign_monitoring' ? HOURLY : at(60);
      expect((await theirs.post(PATH, { kind, payload, trigger })).status).toBe(404);
    }
    const theirPost = (await theirs.post('/api/social/posts', { platform: 'linkedin', content: 'Rolls' }))
      .body.data.id;
    const stolen = await theirs.post(PATH, {
      kind: 'social_post',
      payload: { post_id: theirPost },
      trigger: at(60),
      campaign_id: campaignId,
    });
    expect([stolen.status, stolen.body.code]).toEqual([422, 'schedules/unfit']);
    expect(await get(id)).toMatchObject({ status: 'scheduled' });
  });

  it.each([
    [{ kind: 'dance' }, 422, 'kind'],
    [{ payload: {} }, 422, 'payload.post_id'],
    [{ payload: { post_id: randomUUID(), ownerId: randomUUID() } }, 422, 'payload.ownerId'],
    [{ trigger: { type: 'date' } }, 422, 'trigger.at'],
    [{ trigger: { type: 'cron', line: '0 7 * * *' } }, 422, 'trigger.type'],
    [{ trigger: { type: 'never' } }, 400, 'trigger.type'],
    [{ max_instances: 11 }, 400, 'max_instances'],
    [{ misfire_grace_time: 0 }, 400, 'misfire_grace_time'],
  ])('that cannot be is refused, and the field named: %j', async (wrong, status, path) => {
    const answer = await mine.post(PATH, {
      kind: 'social_post',
      payload: { post_id: randomUUID() },
      trigger: at(60),
      ...wrong,
    });
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
  });

  it.each([
    [{ type: 'interval' }, 422, 'trigger.every_seconds'],
    [{ type: 'interval', every_seconds: 59 }, 400, 'trigger.every_seconds'],
    [{ type: 'cron', line: 'daily' }, 422, 'trigger.line'],
    [{ type: 'cron', line: '0 0 31 2 *' }, 422, 'trigger.line'],
    [{ type: 'cron', line: '0 7 * * *', zone: 'Mars/Olympus' }, 422, 'trigger.zone'],
  ])('whose trigger never comes is refused: %j', async (trigger, status, path) => {
    const payload = { campaign_id: await monitored() };
    const answer = await mine.post(PATH, { kind: 'campaign_monitoring', payload, trigger });
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
  });

  it('is one of a thousand at most', async () => {
    await app.sql(
      `insert into scheduled_jobs (id, user_id, job_id, job_type, trigger, next_due_at)
       select gen_random_uuid(), $1, 'old_' || n, 'social_post', '{"type": "date"}', '2999-01-01' from generate_series(1, 1000) as n`,
      [marketer.id],
    );
    const answer = await mine.post(PATH, {
      kind: 'social_post',
      payload: { post_id: await newPost() },
      trigger: at(60),
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'schedules/too-many']);
    await app.sql('delete from scheduled_jobs where user_id = $1', [marketer.id]);
  });
});

describe('a post whose time has come', () => {
  it('says that its network is not connected, and so does its schedule', async () => {
    const post_id = await newPost();
    const id = await make({ kind: 'social_post', payload: { post_id }, trigger: at(1.2) });
    expect([id, (await postOf(post_id)).status]).toEqual([`social_post_${post_id}`, 'scheduled']);
    await ended(id, 'failed');
    const { last_error, executions } = await get(id);
    expect(last_error).toContain('not connected');
    expect(executions).toMatchObject([{ status: 'failed', attempts: 1, error: last_error, by_hand: false }]);
    expect(await postOf(post_id)).toMatchObject({ status: 'failed', last_error });
  });

  it('is a draft again when its schedule is cancelled', async () => {
    const post_id = await newPost();
    const id = await make({ kind: 'social_post', payload: { post_id }, trigger: at(600) });
    await mine.delete(`${PATH}/${id}`);
    expect(await postOf(post_id)).toMatchObject({ status: 'draft', scheduled_time: null });
  });
});

describe('content whose time has come', () => {
  it('is published at once', async () => {
    const content_id = await approved();
    const id = await make({ kind: 'content_publish', payload: { content_id }, trigger: at(1) });
    await ended(id);
    const { status, published_at } = (await mine.get(`/api/content/${content_id}`)).body.data;
    const [{ due_at, results }] = (await get(id)).executions;
    expect(status).toBe('published');
    expect(results).toMatchObject({ content_id, status: 'published' });
    expect(Date.parse(published_at) - Date.parse(due_at)).toBeLessThan(20_000);
  });

  it('must have been approved, then and now', async () => {
    const draft = { kind: 'content_publish', payload: { content_id: await create() }, trigger: at(60) };
    expect((await mine.post(PATH, draft)).body.code).toBe('schedules/content-not-ready');
    const content_id = await approved();
    const id = await make({ kind: 'content_publish', payload: { content_id }, trigger: at(600) });
    await move(content_id, 'draft');
    await runNow(id);
    await ran(id, 1);
    expect((await get(id)).last_error).toContain('draft');
  });
});

describeNurturing(() => ({ app, marketer }));

describe('a campaign that is monitored', () => {
  it('raises an alert while it is below half of a target, once until somebody acknowledges it', async () => {
    const campaignId = await monitored();
    const id = await monitor(campaignId, { notify_email: 'owner@example.com' });
    await measured(campaignId, 'conversion_rate', 1.9);
    await measured(campaignId, 'roi', 60);
    await runNow(id);
    await ran(id, 1);
    await runNow(id);
    await ran(id, 2);
    const [alert, ...more] = (await mine.get(`/api/campaign-alerts?campaign_id=${campaignId}`)).body.data;
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      metric: 'conversion_rate',
      value: 1.9,
      target: 4,
      times: 2,
      acknowledged_at: null,
    });
    const told = async () =>
      (await marketer.outbox()).filter(
        (mail) => mail.includes('owner@example.com') && mail.includes('conversion'),
      );
    await until('the owner is told', async () => (await told()).length === 1);
    expect((await get(id)).executions[0].results).toMatchObject({ alerts: [{ metric: 'conversion_rate' }] });
    const { client: theirs } = await app.newUser();
    expect((await theirs.get('/api/campaign-alerts')).body.data).toEqual([]);
    expect((await theirs.post(`/api/campaign-alerts/${alert.id}/acknowledge`)).body.code).toBe(
      'schedules/alert-not-found',
    );
    expect(
      (await mine.post(`/api/campaign-alerts/${alert.id}/acknowledge`)).body.data.acknowledged_at,
    ).not.toBeNull();
    expect((await mine.get('/api/campaign-alerts?open=true')).body.data).toEqual([]);
    await runNow(id);
    await ran(id, 3);
    expect((await mine.get('/api/campaign-alerts?open=true')).body.data).toMatchObject([{ times: 1 }]);
    expect((await mine.get('/api/campaign-alerts?limit=1')).body.next_cursor).toEqual(expect.any(String));
  });

  it('must have a target, and is let go when it is over', async () => {
    const campaign_id = await marketer.makeCampaign();
    const aimless = { kind: 'campaign_monitoring', payload: { campaign_id }, trigger: HOURLY };
    expect((await mine.post(PATH, aimless)).body.code).toBe('schedules/campaign-without-targets');
    const campaignId = await monitored();
    const id = await monitor(campaignId);
    await app.sql(`update campaigns set status = 'completed' where id = $1`, [campaignId]);
    await runNow(id);
    await ended(id, 'cancelled');
    expect((await mine.get('/api/campaign-alerts')).body.data).toEqual([]);
  });
});
