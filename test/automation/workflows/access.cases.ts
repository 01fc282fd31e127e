import { randomUUID } from 'node:crypto';
import { delay, ENTER, Owner, type Stage, WORKFLOWS } from './flows.js';

/** Who may, and with what. */
export function itIsGuarded(stage: Pick<Stage, 'app' | 'ada'>): void {
  it('are nobody else’s, on every route', async () => {
    const id = await stage.ada.published([ENTER, delay('a', null)]);
    const execution = await stage.ada.run(id);
    const { client } = await Owner.of(stage.app);
    const own = `${WORKFLOWS}/${id}`;
    const answers = await Promise.all([
      ...['', '/status', '/versions', '/versions/1', '/export', '/executions', '/figures'].map((end) =>
        client.get(own + end),
      ),
      ...['/execute', '/publish', '/pause', '/resume', '/duplicate', '/simulate'].map((end) =>
        client.post(own + end, {}),
      ),
      ...['retry', 'cancel'].map((verb) => client.post(`${own}/executions/${verb}`, {})),
      client.post(`${own}/executions/migrate`, { to_version: 1 }),
      client.put(own, { name: 'Mine now' }),
      client.delete(own),
      client.post(`${WORKFLOWS}/execute`, { workflow_id: id }),
      client.get(`${WORKFLOWS}/executions/${execution}`),
      ...['pause', 'resume', 'cancel', 'retry'].map((verb) =>
        client.post(`${WORKFLOWS}/executions/${execution}/${verb}`, {}),
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await client.get(`${WORKFLOWS}/executions`)).body.data).toEqual([]);
    expect((await stage.ada.instance(execution)).status).not.toBe('cancelled');
  });

  it('are asked for with a token, and with nothing that does not belong', async () => {
    expect((await stage.app.anonymous.get(WORKFLOWS)).status).toBe(401);
    expect(
      (await stage.app.anonymous.post('/workflows/ai-video-creator/run', { contentIdeas: [] })).status,
    ).toBe(401);
    const wrong: [string, object][] = [
      [WORKFLOWS, { name: 'x' }],
      [WORKFLOWS, { name: 'x', steps: 'all' }],
      [WORKFLOWS, { name: 'x\u0000', steps: [] }],
      [WORKFLOWS, { name: 'x', steps: [], user_id: randomUUID() }],
      [`${WORKFLOWS}/execute`, {}],
      [`${WORKFLOWS}/execute`, { workflow_id: "' or 1=1 --" }],
      [`${WORKFLOWS}/lead_nurture/execute`, { lead_ids: ['x'] }],
      ['/workflows/ai-video-creator/run', { contentIdeas: [] }],
    ];
    for (const [path, body] of wrong) expect((await stage.ada.client.post(path, body)).status).toBe(400);
    const none = await stage.ada.client.post(`${WORKFLOWS}/execute`, { parameters: {} });
    expect(none.body.error).toContain('Workflow ID is required');
    const unfit = [
      { name: 'x', format: 2, steps: [] },
      { name: 'x', format: 2, steps: [{ id: '../x', type: 'delay' }] },
    ];
    for (const body of unfit) expect((await stage.ada.client.post(WORKFLOWS, body)).status).toBe(422);
    const unknown = await stage.ada.client.post(`${WORKFLOWS}/execute`, { workflow_id: 'no_such_flow' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'workflows/not-found']);
    const large = { parameters: { x: 'y'.repeat(40_000) } };
    expect((await stage.ada.client.post(`${WORKFLOWS}/lead_nurture/execute`, large)).status).toBe(400);
  });
}
