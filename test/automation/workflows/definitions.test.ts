import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { itIsGuarded } from './access.cases.js';
import { delay, ENTER, flowsApp, Owner, tag, WORKFLOWS } from './flows.js';

describe('workflows', () => {
  const stage = {} as { app: TestApp; ada: Owner };
  beforeAll(async () => {
    stage.app = await flowsApp();
    stage.ada = await Owner.of(stage.app);
  });
  afterAll(() => stage.app.close());

  it('are listed bare, the built-in ones first', async () => {
    const bob = await Owner.of(stage.app);
    await bob.make([ENTER, tag('a', null)], { name: 'Mine' });
    for (const path of [`${WORKFLOWS}/`, WORKFLOWS, '/api/workflow']) {
      const { status, body } = await bob.client.get(path);
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual(['workflows']);
      expect(body.workflows.map(({ name }: { name: string }) => name)).toEqual([
        'Lead Nurture Workflow',
        'User Onboarding',
        'AI Video Creator',
        'Mine',
      ]);
      expect(body.workflows[0]).toMatchObject({ id: 'lead_nurture', status: 'active', built_in: true });
    }
  });

  it('are made as older clients send them: steps in a row', async () => {
    const steps = [
      {
        id: '2',
        type: 'wait',
        order: 2,
        config: { days: 3 },
        title: 'Wait',
        icon: 'clock',
        color: 'blue',
        status: 'pending',
      },
      { id: '1', type: 'email', order: 1, config: { subject: 'Hi', body: '<p>Hi</p>' } },
    ];
    for (const path of [`${WORKFLOWS}/create`, '/api/workflow/create']) {
      const { status, body } = await stage.ada.client.post(path, {
        name: 'Old',
        description: 'As before',
        steps,
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({ success: true, error: null });
      expect(body.data).toMatchObject({
        name: 'Old',
        description: 'As before',
        status: 'draft',
        version: null,
        problems: [],
      });
      expect(
        body.data.steps.map(({ id, type, order }: Record<string, unknown>) => [id, type, order]),
      ).toEqual([
        ['trigger', 'trigger', 0],
        ['1', 'send_mail', 1],
        ['2', 'delay', 2],
      ]);
      expect(body.data.steps[2]).toMatchObject({
        title: 'Wait',
        icon: 'clock',
        color: 'blue',
        config: { for: { days: 3 } },
      });
      const { body: list } = await stage.ada.client.get(path.replace('create', 'list'));
      expect(list.data[0].id).toBe(body.data.id);
    }
  });

  it('are drafts with their problems until they can be published', async () => {
    const { body } = await stage.ada.make([ENTER, { ...tag('a', null), next: { next: 'nowhere' } }]);
    expect(body.data.problems).toEqual([
      { path: 'steps.1.next.next', message: 'steps.1.next.next leads to no step: nowhere' },
    ]);
    const id = body.data.id;
    const refused = await stage.ada.client.post(`${WORKFLOWS}/${id}/publish`, {});
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'workflows/definition-unfit',
      errors: [{ path: 'steps.1.next.next' }],
    });
    expect((await stage.ada.client.post(`${WORKFLOWS}/${id}/execute`, {})).body.code).toBe(
      'workflows/not-published',
    );
    await stage.ada.client.put(`${WORKFLOWS}/${id}`, { steps: [ENTER, tag('a', null)], format: 2 });
    const published = await stage.ada.client.post(`${WORKFLOWS}/${id}/publish`, { note: 'First' });
    expect(published.body.data).toMatchObject({ status: 'active', version: 1, problems: [] });
  });

  it('are held against what there is: filters, segments, agents, other workflows, templates', async () => {
    const filter = { field: 'password', op: 'is', value: 'x' };
    const steps = [
      { ...ENTER, config: { on: 'segment_entered', segment_id: randomUUID() } },
      { id: 'a', type: 'branch', config: { filter }, next: { yes: 'b', no: 'b' } },
      { id: 'b', type: 'agent_task', config: { agent: 'lead', task: 'no_such' }, next: 'c' },
      {
        id: 'c',
        type: 'sub_flow',
        config: { workflow_id: randomUUID() },
        next: { done: null, failed: null },
      },
    ];
    const { body } = await stage.ada.client.post(`${WORKFLOWS}/validate`, {
      format: 2,
      steps,
      settings: { goal: { all: 3 } },
    });
    expect(body.data.valid).toBe(false);
    expect(body.data.problems.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      'settings.goal.all',
      'steps.0.config.segment_id',
      'steps.1.config.filter.field',
      'steps.2.config.task',
      'steps.3.config.workflow_id',
    ]);
    const broken = [
      ENTER,
      { id: 'a', type: 'send_mail', config: { subject: 'x', html: '{% if %}' }, next: null },
    ];
    const { body: draft } = await stage.ada.make(broken);
    const refused = await stage.ada.client.post(`${WORKFLOWS}/${draft.data.id}/publish`, {});
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'steps.1.config.html']);
  });

  it('never call themselves, through whomever', async () => {
    const call = (workflow_id: string) => ({
      id: 'a',
      type: 'sub_flow',
      config: { workflow_id },
      next: { done: null, failed: null },
    });
    const first = await stage.ada.published([ENTER, tag('a', null)]);
    const second = await stage.ada.published([ENTER, call(first)]);
    await stage.ada.client.put(`${WORKFLOWS}/${first}`, { steps: [ENTER, call(second)], format: 2 });
    const { status, body } = await stage.ada.client.post(`${WORKFLOWS}/${first}/publish`, {});
    expect([status, body.errors[0].message]).toEqual([
      422,
      'steps.1.config.workflow_id leads back to this workflow',
    ]);
  });

  it('keep every version, and go out to git and in again', async () => {
    const id = await stage.ada.published([ENTER, tag('a', null)]);
    await stage.ada.client.put(`${WORKFLOWS}/${id}`, {
      steps: [ENTER, delay('a', null)],
      format: 2,
      status: 'active',
    });
    const { body } = await stage.ada.client.get(`${WORKFLOWS}/${id}/versions`);
    expect(body.data.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    const one = await stage.ada.client.get(`${WORKFLOWS}/${id}/versions/1`);
    expect(one.body.data.steps[1].type).toBe('add_tag');
    expect((await stage.ada.client.get(`${WORKFLOWS}/${id}/versions/3`)).status).toBe(404);
    const { body: file } = await stage.ada.client.get(`${WORKFLOWS}/${id}/export`);
    const again = await stage.ada.client.post(`${WORKFLOWS}/import`, file);
    expect(again.status).toBe(201);
    const { body: copy } = await stage.ada.client.get(`${WORKFLOWS}/${again.body.data.id}/export`);
    expect(copy).toEqual(file);
  });

  it('that are built in are not changed, but copied', async () => {
    const path = `${WORKFLOWS}/onboarding`;
    for (const answer of [
      await stage.ada.client.put(path, { name: 'Mine' }),
      await stage.ada.client.delete(path),
      await stage.ada.client.post(`${path}/publish`, {}),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'workflows/built-in']);
    const { body } = await stage.ada.client.post(`${path}/duplicate`, { name: 'Mine' });
    expect(body.data).toMatchObject({ name: 'Mine', built_in: false, status: 'draft', problems: [] });
    expect((await stage.ada.client.post(`${WORKFLOWS}/${body.data.id}/publish`, {})).status).toBe(200);
  });

  it('can be walked through before they run', async () => {
    const steps = [
      ENTER,
      {
        id: 'a',
        type: 'branch',
        config: { filter: { field: 'tags', op: 'has', value: 'hot' } },
        next: { yes: 'b', no: 'c' },
      },
      { id: 'b', type: 'send_mail', config: { subject: 'Hot', text: 'Now' }, next: 'c' },
      { id: 'c', type: 'wait_until', config: { time: '09:00', zone: 'Europe/Berlin' }, next: 'd' },
      tag('d', null),
    ];
    const { body: made } = await stage.ada.make(steps);
    const path = `${WORKFLOWS}/${made.data.id}/simulate`;
    const start = '2026-12-01T08:30:00Z';
    const hot = await stage.ada.client.post(path, { start, lead: { email: 'a@example.com', tags: ['hot'] } });
    expect(hot.body.data.path.map(({ step }: { step: string }) => step)).toEqual([
      'enter',
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(hot.body.data.path[2].would).toMatchObject({ send_mail: { to: 'a@example.com', subject: 'Hot' } });
    expect(hot.body.data.ends_at).toBe('2026-12-02T08:00:00.000Z');
    const { id: lead_id } = await stage.ada.lead();
    const cold = await stage.ada.client.post(path, { start, lead_id });
    expect(cold.body.data.path.map(({ step }: { step: string }) => step)).toEqual(['enter', 'a', 'c', 'd']);
    const forced = await stage.ada.client.post(path, { start, lead_id, outcomes: { a: 'yes' } });
    expect(forced.body.data.path[1]).toMatchObject({ exit: 'yes', forced: true });
    expect(await stage.ada.mails()).toEqual([]);
    expect(await stage.ada.tagsOf(lead_id)).toEqual([]);
    const stranger = await (await Owner.of(stage.app)).lead();
    expect((await stage.ada.client.post(path, { lead_id: stranger.id })).status).toBe(404);
  });

  it('draw the same way for a lead whether they run or are walked through', async () => {
    const variants = [
      { name: 'left', weight: 1 },
      { name: 'right', weight: 1 },
    ];
    const split = { id: 'a', type: 'split', config: { variants }, next: { left: null, right: null } };
    const id = await stage.ada.published([ENTER, split]);
    for (let lead = 0; lead < 10; lead += 1) {
      const { id: lead_id } = await stage.ada.lead();
      const { steps } = await stage.ada.until(await stage.ada.run(id, { lead_id }), 'completed');
      const { body } = await stage.ada.client.post(`${WORKFLOWS}/${id}/simulate`, { lead_id });
      expect(body.data.path[1].exit).toBe(steps[0]!.exit);
    }
  });

  itIsGuarded(stage);
});
