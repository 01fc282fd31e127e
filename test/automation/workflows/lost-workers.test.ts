import { delay, ENTER, hook, openStage, type Stage, tag, WORKFLOWS } from './flows.js';

/** Instances at a call whose worker is gone: nobody will ever tell what came of it. */
describe('an instance whose worker was lost in a call', () => {
  const stage = {} as Stage;
  beforeAll(async () => void Object.assign(stage, await openStage()));
  beforeEach(() => {
    stage.outside.clear();
    stage.outside.will({ body: '' });
  });
  afterAll(async () => {
    await stage.outside.close();
    await stage.app.close();
  });

  const atCall = async () => {
    const { ada, app, outside } = stage;
    const workflowId = await ada.published([
      ENTER,
      delay('a', 'b'),
      hook('b', 'c', `${outside.url}/x`),
      tag('c', 'd', 'called'),
      delay('d', null),
    ]);
    const lead = await ada.lead();
    const id = await ada.run(workflowId, { lead_id: lead.id });
    await ada.until(id, 'waiting', 'a');
    await app.sql(
      `update workflow_executions set step = 'b', seq = 2, status = 'running', outside = true, looked = true, attempt = 1,
         due_at = now() + interval '1 hour' where id = $1`,
      [id],
    );
    return { workflowId, id, lead };
  };
  const steer = async (path: string) => {
    const { status } = await stage.ada.client.post(`${WORKFLOWS}/${path}`);
    expect(status).toBe(200);
  };
  const row = async (id: string) => {
    const [found] = await stage.app.sql(
      'select status, wanted, step, completed_at is not null as over from workflow_executions where id = $1',
      [id],
    );
    return found;
  };

  it('is cancelled without another call when its owner has asked for that', async () => {
    const { id, lead } = await atCall();
    await steer(`executions/${id}/cancel`);
    expect(await row(id)).toMatchObject({ status: 'running', wanted: 'cancelled' });
    await stage.ada.timePasses(id);
    expect(await row(id)).toEqual({ status: 'cancelled', wanted: null, step: 'b', over: true });
    expect(stage.outside.requests).toEqual([]);
    expect(await stage.ada.tagsOf(lead.id)).toEqual([]);
  });

  it('is paused without another call, and makes it when it is to go on', async () => {
    const { id, lead } = await atCall();
    await steer(`executions/${id}/pause`);
    await stage.ada.timePasses(id);
    expect(await row(id)).toEqual({ status: 'paused', wanted: null, step: 'b', over: false });
    expect(stage.outside.requests).toEqual([]);
    await steer(`executions/${id}/resume`);
    await stage.ada.look();
    await stage.ada.until(id, 'waiting', 'd');
    expect(stage.outside.requests).toHaveLength(1);
    expect(await stage.ada.tagsOf(lead.id)).toEqual(['called']);
  });

  it('stays cancelled though its workflow is paused and goes on', async () => {
    const { id, workflowId } = await atCall();
    await steer(`executions/${id}/cancel`);
    await steer(`${workflowId}/pause`);
    await steer(`${workflowId}/resume`);
    await stage.ada.timePasses(id);
    expect(await row(id)).toMatchObject({ status: 'cancelled', over: true });
    expect(stage.outside.requests).toEqual([]);
  });

  it('is made again where nobody has asked for anything', async () => {
    const { id, lead } = await atCall();
    await stage.ada.timePasses(id);
    await stage.ada.until(id, 'waiting', 'd');
    expect(await stage.ada.tagsOf(lead.id)).toEqual(['called']);
  });
});
