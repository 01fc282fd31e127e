import { until } from '../../support/until.js';
import { ENTER, hook, openStage, type Stage, delay, WORKFLOWS } from './flows.js';

describe('an instance that is retried', () => {
  const stage = {} as Stage;
  beforeAll(async () => {
    Object.assign(stage, await openStage());
  });
  beforeEach(() => stage.outside.clear());
  afterAll(async () => {
    await stage.outside.close();
    await stage.app.close();
  });

  /** Of leads that enter one after the other, instances that fail. */
  const failed = async (workflowId: string, ...leadIds: string[]): Promise<string[]> => {
    const executions: string[] = [];
    for (const lead_id of leadIds) {
      stage.outside.will({ status: 410, body: '' });
      const execution = await stage.ada.run(workflowId, { lead_id });
      await stage.ada.until(execution, 'failed', 'a');
      executions.push(execution);
    }
    return executions;
  };
  const flow = (settings: object = {}) =>
    stage.ada.published([ENTER, hook('a', 'b', `${stage.outside.url}/gone`), delay('b', null)], settings);
  /** Calls of a test are over before the next begins. */
  const over = (workflowId: string) =>
    until('all calls are over', async () => {
      const { pending = 0, running = 0 } = await stage.ada.counts(workflowId);
      return pending + running === 0;
    });
  const enter = async (workflowId: string, lead_id: string) =>
    (await stage.ada.client.post(`${WORKFLOWS}/${workflowId}/execute`, { lead_id })).body.code ?? 'entered';
  const retry = (execution: string) =>
    stage.ada.client.post(`${WORKFLOWS}/executions/${execution}/retry`, {});

  it('keeps its lead from entering anew, and does not go on where the lead has', async () => {
    const id = await flow();
    const [lead, other] = [await stage.ada.lead(), await stage.ada.lead()];
    const [hers, his] = (await failed(id, lead.id, other.id)) as [string, string];
    stage.outside.will({ body: '' }, { body: '' });
    expect((await retry(hers)).status).toBe(200);
    expect(await enter(id, lead.id)).toBe('workflows/not-let-in');
    await stage.ada.until(hers, 'waiting', 'b');
    expect(await enter(id, lead.id)).toBe('workflows/not-let-in');
    await stage.ada.timePasses(hers);
    await stage.ada.until(hers, 'completed');
    expect(await enter(id, other.id)).toBe('entered');
    const { status, body } = await retry(his);
    expect([status, body.code]).toEqual([409, 'workflows/lead-under-way']);
    expect((await stage.ada.instance(his)).status).toBe('failed');
    await over(id);
  });

  it('is the newest of its lead where many are, and the others are told', async () => {
    const id = await flow();
    const [lead, other] = [await stage.ada.lead(), await stage.ada.lead()];
    const [old, fresh, his] = await failed(id, lead.id, lead.id, other.id);
    expect(await enter(id, other.id)).toBe('entered');
    const path = `${WORKFLOWS}/${id}/executions/retry`;
    const { body } = await stage.ada.client.post(path, {});
    expect(body.data).toEqual({ changed: 1, refused: 2 });
    const statuses = [];
    for (const execution of [old!, fresh!, his!])
      statuses.push((await stage.ada.instance(execution)).status === 'failed');
    expect(statuses).toEqual([true, false, true]);
    await over(id);
  });

  it('waits in line for those with its key, though its workflow was paused meanwhile', async () => {
    const id = await stage.ada.published(
      [ENTER, hook('a', 'b', `${stage.outside.url}/gone`), delay('b', null)],
      { concurrency_key: 'input.room' },
    );
    const parameters = { room: 'x' };
    stage.outside.will({ status: 410, body: '' }, { body: '' }, { body: '' });
    const [lead, other] = [await stage.ada.lead(), await stage.ada.lead()];
    const first = await stage.ada.run(id, { lead_id: lead.id, parameters });
    await stage.ada.until(first, 'failed', 'a');
    const second = await stage.ada.run(id, { lead_id: other.id, parameters });
    await stage.ada.until(second, 'waiting', 'b');
    expect((await retry(first)).status).toBe(200);
    await stage.ada.client.post(`${WORKFLOWS}/${id}/pause`);
    await stage.ada.client.post(`${WORKFLOWS}/${id}/resume`);
    await stage.ada.timePasses(first);
    expect(await stage.ada.instance(first)).toMatchObject({ status: 'pending', step: 'a' });
    expect((await stage.ada.instance(second)).status).toBe('waiting');
    await stage.ada.timePasses(second);
    await stage.ada.until(second, 'completed');
    await stage.ada.look();
    await stage.ada.until(first, 'waiting', 'b');
  });

  it('goes on beside others of its lead where those are let in at any time', async () => {
    const id = await flow({ re_entry: 'always' });
    const lead = await stage.ada.lead();
    await failed(id, lead.id, lead.id);
    stage.outside.will({ body: '' }, { body: '' });
    const { body } = await stage.ada.client.post(`${WORKFLOWS}/${id}/executions/retry`, {});
    expect(body.data).toEqual({ changed: 2, refused: 0 });
    expect(await enter(id, lead.id)).toBe('entered');
    await over(id);
  });
});
