import { until } from '../../support/until.js';
import { delay, ENTER, openStage, type Stage, tag, WORKFLOWS } from './flows.js';

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
});
