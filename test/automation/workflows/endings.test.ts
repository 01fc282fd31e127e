import { until } from '../../support/until.js';
import { delay, ENTER, hook, openStage, type Stage, tag, WORKFLOWS } from './flows.js';

describe('an instance that is over', () => {
  const stage = {} as Stage;
  beforeAll(async () => {
    Object.assign(stage, await openStage());
  });
  afterAll(async () => {
    await stage.outside.close();
    await stage.app.close();
  });

  const part = () => stage.ada.published([ENTER, delay('a', 'b'), tag('b', null, 'part')]);
  const calling = (workflow_id: string, settings: object = {}, wait = true) =>
    stage.ada.published(
      [
        ENTER,
        {
          id: 'a',
          type: 'sub_flow',
          config: { workflow_id, wait },
          next: { done: 'b', ...(wait && { failed: null }) },
        },
        delay('b', null),
      ],
      settings,
    );
  /** The one instance of a workflow, once it waits. */
  const waiting = async (workflowId: string): Promise<string> => {
    let id = '';
    await until(`an instance of ${workflowId} waits`, async () => {
      const { body } = await stage.ada.client.get(`${WORKFLOWS}/${workflowId}/executions?status=waiting`);
      id = body.data[0]?.id ?? '';
      return id !== '';
    });
    return id;
  };

  it('takes along what runs as a part of it, however deep, and nothing that it has let go', async () => {
    for (const end of ['cancel', 'delete']) {
      const [inner, loose] = [await part(), await part()];
      const middle = await calling(inner);
      const outer = await calling(middle);
      const lead = await stage.ada.lead();
      const execution = await stage.ada.run(outer, { lead_id: lead.id });
      await stage.ada.until(execution, 'waiting', 'a');
      const [between, innermost] = [await waiting(middle), await waiting(inner)];
      const freed = await stage.ada.run(await calling(loose, {}, false), { lead_id: lead.id });
      await stage.ada.until(freed, 'waiting', 'b');
      const alone = await waiting(loose);
      if (end === 'cancel') await stage.ada.client.post(`${WORKFLOWS}/executions/${execution}/cancel`);
      else expect((await stage.ada.client.delete(`${WORKFLOWS}/${outer}`)).status).toBe(200);
      await stage.ada.client.post(`${WORKFLOWS}/executions/${freed}/cancel`);
      for (const id of [between, innermost])
        expect(await stage.ada.instance(id)).toMatchObject({
          status: 'cancelled',
          reason: 'its parent is over',
        });
      expect((await stage.ada.instance(alone)).status).toBe('waiting');
      await stage.ada.timePasses();
      await stage.ada.until(alone, 'completed');
      expect((await stage.ada.instance(innermost)).status).toBe('cancelled');
    }
  });

  it('is so as a part, too, when its lead has become what the whole is for', async () => {
    const inner = await part();
    const middle = await calling(inner);
    const goal = { field: 'status', op: 'is', value: 'customer' };
    const outer = await calling(middle, { goal });
    const lead = await stage.ada.lead();
    const execution = await stage.ada.run(outer, { lead_id: lead.id });
    await stage.ada.until(execution, 'waiting', 'a');
    const [between, innermost] = [await waiting(middle), await waiting(inner)];
    await stage.ada.client.put(`/api/leads/${lead.id}`, { status: 'customer' });
    await stage.ada.timePasses(innermost);
    expect(await stage.ada.until(execution, 'completed')).toMatchObject({ reason: 'goal' });
    for (const id of [between, innermost]) expect((await stage.ada.instance(id)).status).toBe('cancelled');
    expect(await stage.ada.tagsOf(lead.id)).toEqual([]);
  });

  const figures = async (workflowId: string, version = 1) => {
    const { body } = await stage.ada.client.get(`${WORKFLOWS}/${workflowId}/figures?version=${version}`);
    return body.data.steps.find(({ step }: { step: string }) => step === 'a');
  };
  const NONE = { done: 0, waiting: 0, skipped: 0, failed: 0, ended: 0, goal: 0 };

  it('is found in the figures of its step, whatever ended it', async () => {
    const goal = { field: 'status', op: 'is', value: 'customer' };
    const id = await stage.ada.published([ENTER, delay('a', null)], { goal });
    const leads = [await stage.ada.lead(), await stage.ada.lead(), await stage.ada.lead()];
    const executions: string[] = [];
    for (const lead of leads) executions.push(await stage.ada.run(id, { lead_id: lead.id }));
    for (const execution of executions) await stage.ada.until(execution, 'waiting', 'a');
    const [won, cancelled, old] = executions as [string, string, string];
    await stage.ada.client.put(`/api/leads/${leads[0]!.id}`, { status: 'customer' });
    await stage.ada.client.post(`${WORKFLOWS}/executions/${cancelled}/cancel`);
    await stage.app.sql(
      `update workflow_executions set created_at = now() - interval '5 years' where id = $1`,
      [old],
    );
    await stage.ada.timePasses();
    await stage.ada.until(won, 'completed');
    await stage.ada.until(old, 'cancelled');
    expect(await figures(id)).toEqual({ version: 1, step: 'a', entered: 3, ...NONE, ended: 2, goal: 1 });
  });

  it('counts a visit once, though it failed before, and in the version where it went on', async () => {
    const steps = [ENTER, hook('a', 'b', `${stage.outside.url}/gone`), tag('b', null)];
    const id = await stage.ada.published(steps);
    stage.outside.will({ status: 410, body: '' }, { status: 410, body: '' }, { body: '' }, { body: '' });
    const [here, there] = [
      await stage.ada.run(id, { lead_id: (await stage.ada.lead()).id }),
      await stage.ada.run(id, { lead_id: (await stage.ada.lead()).id }),
    ];
    for (const execution of [here, there]) await stage.ada.until(execution, 'failed', 'a');
    expect(await figures(id)).toMatchObject({ entered: 2, ...NONE, failed: 2 });
    await stage.ada.client.post(`${WORKFLOWS}/executions/${here}/retry`, {});
    await stage.ada.until(here, 'completed');
    expect(await figures(id)).toMatchObject({ entered: 2, ...NONE, done: 1, failed: 1 });
    await stage.ada.client.put(`${WORKFLOWS}/${id}`, { steps, format: 2, status: 'active' });
    await stage.ada.client.post(`${WORKFLOWS}/${id}/executions/migrate`, { to_version: 2 });
    expect(await figures(id)).toMatchObject({ entered: 1, ...NONE, done: 1 });
    expect(await figures(id, 2)).toMatchObject({ entered: 1, ...NONE, failed: 1 });
    await stage.ada.client.post(`${WORKFLOWS}/executions/${there}/retry`, {});
    await stage.ada.until(there, 'completed');
    expect(await figures(id, 2)).toMatchObject({ entered: 1, ...NONE, done: 1 });
  });
});
