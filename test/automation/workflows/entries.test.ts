import { randomUUID } from 'node:crypto';
import { Entries } from '#automation/workflows/entries/entries.service';
import { EnterScheduledJob } from '#automation/workflows/entries/scheduled-entry.kind';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { isOnPostgres } from '../../support/where.js';
import type { TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { newSegment, follow, WARM } from '../../domains/leads/segments.makers.js';
import { delay, ENTER, flowsApp, Owner, tag, WORKFLOWS } from './flows.js';

/** The embedded database does everything on one thread. */
const MANY = isOnPostgres ? 10_000 : 2_000;

const on = (config: object) => ({ ...ENTER, config });

describe('what lets leads in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await flowsApp();
  });
  afterAll(() => app.close());

  it('is what happens to them: made, tagged, moved, scored', async () => {
    const ada = await Owner.of(app);
    const flows = {
      created: await ada.published([on({ on: 'lead_created' }), tag('a', null, 'x')]),
      tagged: await ada.published([on({ on: 'tag_added', tag: 'demo' }), delay('a', null)]),
      untagged: await ada.published([on({ on: 'tag_removed' }), delay('a', null)]),
      won: await ada.published([on({ on: 'status_changed', to: 'customer' }), delay('a', null)]),
      warm: await ada.published([on({ on: 'score_crossed', score: 50 }), delay('a', null)]),
      meant: await ada.published([
        on({ on: 'tag_added', tag: 'demo', filter: { field: 'company', op: 'is', value: 'Analytical' } }),
        delay('a', null),
      ]),
    };
    const lead = await ada.lead({ company: 'Analytical' });
    const other = await ada.lead();
    const change = (id: string, changes: object) => ada.client.put(`/api/leads/${id}`, changes);
    await change(lead.id, { tags: ['demo', 'new'] });
    await change(other.id, { tags: ['demo'] });
    await change(other.id, { tags: [] });
    await change(lead.id, { status: 'contacted' });
    await change(lead.id, { status: 'customer' });
    await change(lead.id, { score: 40 });
    await change(lead.id, { score: 60 });
    await change(lead.id, { score: 70 });
    await ada.hear();
    const entered = async (id: string) =>
      (await ada.client.get(`${WORKFLOWS}/${id}/executions`)).body.data.map(
        (one: { lead_id: string }) => one.lead_id,
      );
    expect((await entered(flows.created)).toSorted()).toEqual([lead.id, other.id].toSorted());
    expect((await entered(flows.tagged)).toSorted()).toEqual([lead.id, other.id].toSorted());
    expect(await entered(flows.untagged)).toEqual([other.id]);
    expect(await entered(flows.won)).toEqual([lead.id]);
    expect(await entered(flows.warm)).toEqual([lead.id]);
    expect(await entered(flows.meant)).toEqual([lead.id]);
    await ada.client.post(`${WORKFLOWS}/${flows.created}/pause`);
    await ada.lead();
    await ada.hear();
    expect(await entered(flows.created)).toHaveLength(2);
    const { body } = await ada.client.get(`${WORKFLOWS}/${flows.meant}/figures`);
    expect(body.data.steps.find((one: { step: string }) => one.step === 'enter')).toMatchObject({
      entered: 2,
      done: 1,
      skipped: 1,
    });
  });

  it('is a segment that they come into or leave', async () => {
    const ada = await Owner.of(app);
    const { id: segment_id } = await newSegment(app, ada.client, { kind: 'live', filter: WARM });
    const enters = await ada.published([on({ on: 'segment_entered', segment_id }), tag('a', null, 'in')]);
    await ada.published([on({ on: 'segment_left', segment_id }), tag('a', null, 'out')]);
    const lead = await ada.lead();
    await ada.client.put(`/api/leads/${lead.id}`, { score: 80 });
    await follow(app);
    await ada.hear();
    await until('it is tagged', async () => (await ada.tagsOf(lead.id)).includes('in'));
    await ada.client.put(`/api/leads/${lead.id}`, { score: 10 });
    await follow(app);
    await ada.hear();
    await until('it is tagged again', async () => (await ada.tagsOf(lead.id)).includes('out'));
    expect(await ada.counts(enters)).toEqual({ completed: 1 });
  });

  it('wakes who waits for it, and nobody for what was before', async () => {
    const ada = await Owner.of(app);
    const wait = {
      id: 'a',
      type: 'wait_for_event',
      config: { event: { on: 'tag_added', tag: 'yes' }, timeout: { days: 2 } },
      next: { happened: 'b', timed_out: 'c' },
    };
    const id = await ada.published([ENTER, wait, tag('b', null, 'woken'), tag('c', null, 'late')]);
    const [woken, late, before] = [await ada.lead(), await ada.lead(), await ada.lead()];
    await ada.client.put(`/api/leads/${before.id}`, { tags: ['yes'] });
    const runs = [];
    for (const lead of [woken, late, before]) runs.push(await ada.run(id, { lead_id: lead.id }));
    for (const run of runs) await ada.until(run, 'waiting', 'a');
    await ada.client.put(`/api/leads/${woken.id}`, { tags: ['no', 'yes'] });
    await ada.client.put(`/api/leads/${late.id}`, { tags: ['no'] });
    await ada.hear();
    await ada.look();
    const { outputs } = await ada.until(runs[0]!, 'completed');
    expect(outputs['a']).toMatchObject({ event: 'tagged', tag: 'yes' });
    expect((await ada.instance(runs[1]!)).status).toBe('waiting');
    expect((await ada.instance(runs[2]!)).status).toBe('waiting');
    await ada.timePasses();
    await ada.until(runs[1]!, 'completed');
    expect(await ada.tagsOf(late.id)).toEqual(['no', 'late']);
  });

  it('is nothing that a machine has opened', async () => {
    const ada = await Owner.of(app);
    const id = await ada.published([on({ on: 'mail_opened' }), tag('a', null)]);
    const lead = await ada.lead();
    const [open] = await app.sql<{ id: string }>(
      `insert into lead_engagements (id, lead_id, created_by, kind, occurred_at) values ($1, $2, $3, 'opened', now()) returning id`,
      [randomUUID(), lead.id, ada.id],
    );
    expect(open).toBeDefined();
    await ada.hear();
    await until('one has entered', async () => (await ada.counts(id))['completed'] === 1);
  });

  it('is the clock, for everybody who is meant, once for each time', async () => {
    const ada = await Owner.of(app);
    const schedule = {
      on: 'schedule',
      cron: '0 9 * * *',
      zone: 'Europe/Berlin',
      grace_seconds: 600,
      filter: { field: 'source', op: 'is', value: 'test' },
    };
    const id = await ada.published([on(schedule), delay('a', null)], { re_entry: 'always' });
    const jobId = `workflow:${id}:enter`;
    const kept = () => app.get(Database).as(ada.id, () => app.get(Schedules).get(ada.id, jobId));
    expect(await kept()).toMatchObject({
      kind: 'workflow_entry',
      trigger: { zone: 'Europe/Berlin' },
      status: 'scheduled',
      misfireGraceSeconds: 600,
    });
    await ada.leads(300);
    await ada.lead();
    const firing = {
      ownerId: ada.id,
      jobId,
      dueAt: '2026-12-01T08:00:00.000Z',
      workflowId: id,
      version: 1,
      step: 'enter',
    };
    for (const _ of [1, 2]) {
      await app.get(Jobs).send(EnterScheduledJob, firing);
      await app.drainJobs();
    }
    const total = async () => Object.values(await ada.counts(id)).reduce((sum, count) => sum + count, 0);
    expect(await total()).toBe(300);
    await app.get(Jobs).send(EnterScheduledJob, { ...firing, dueAt: '2026-12-02T08:00:00.000Z' });
    await app.drainJobs();
    expect(await total()).toBe(600);
    await ada.client.delete(`${WORKFLOWS}/${id}`);
    expect((await kept()).status).toBe('cancelled');
  });

  it('takes thousands of leads at once, in statements that do not grow with them', async () => {
    const ada = await Owner.of(app);
    const id = await ada.published([on({ on: 'lead_created' }), tag('a', 'b', 'fresh'), delay('b', null)]);
    await ada.leads(MANY);
    const database = app.get(Database);
    const execute = database.execute.bind(database);
    let statements = 0;
    database.execute = (statement) => {
      statements += 1;
      return execute(statement);
    };
    await ada.hear();
    database.execute = execute;
    await until('all wait', async () => (await ada.counts(id))['waiting'] === MANY, 120_000);
    expect(statements).toBeLessThan(MANY / 2);
    const [tagged] = await app.sql(
      `select count(*)::int as count from leads where created_by = $1 and tags = '{fresh}'`,
      [ada.id],
    );
    expect(tagged).toEqual({ count: MANY });
    const { body } = await ada.client.get(`${WORKFLOWS}/${id}/figures`);
    const none = { done: 0, skipped: 0, failed: 0, ended: 0, goal: 0 };
    expect(body.data.steps).toContainEqual({ ...none, version: 1, step: 'b', entered: MANY, waiting: MANY });
  }, 180_000);

  it('passes over an event that cannot be followed, and nobody else waits for it', async () => {
    const [ada, bob] = [await Owner.of(app), await Owner.of(app)];
    const flow = [on({ on: 'tag_added', tag: 'vip' }), delay('a', null)];
    const [hers, his] = [await ada.published(flow), await bob.published(flow)];
    const bad = await ada.lead();
    const entries = app.get(Entries);
    const enter = entries.enter.bind(entries);
    entries.enter = async (ownerId, door, wanting) => {
      if (wanting.some(({ leadId }) => leadId === bad.id)) throw new Error('a bug');
      return enter(ownerId, door, wanting);
    };
    const vip = { tags: ['vip'] };
    await ada.client.put(`/api/leads/${bad.id}`, vip);
    for (const owner of [ada, bob]) await owner.client.put(`/api/leads/${(await owner.lead()).id}`, vip);
    const waiting = async (owner: Owner, id: string) => (await owner.counts(id))['waiting'];
    const left = () => app.sql('select from lead_events where created_by = $1', [ada.id]);
    await until('the others have entered', async () => {
      await ada.hear();
      return (await waiting(ada, hers)) === 1 && (await waiting(bob, his)) === 1;
    });
    await until('it is given up', async () => {
      await app.sql('update lead_events set try_at = now() where created_by = $1', [ada.id]);
      await ada.hear();
      return (await left()).length === 0;
    });
    entries.enter = enter;
    expect(await waiting(ada, hers)).toBe(1);
  });

  it('lets a workflow that feeds itself come to an end', async () => {
    const ada = await Owner.of(app);
    const id = await ada.published(
      [
        on({ on: 'tag_added', tag: 'again' }),
        { id: 'a', type: 'remove_tag', config: { tags: ['again'] }, next: 'b' },
        tag('b', null, 'again'),
      ],
      { re_entry: 'always' },
    );
    const lead = await ada.lead();
    await ada.client.put(`/api/leads/${lead.id}`, { tags: ['again'] });
    for (let round = 0; round < 25; round++) {
      await ada.hear();
      await ada.look();
    }
    expect(await ada.counts(id)).toEqual({ completed: 20 });
  });
});
