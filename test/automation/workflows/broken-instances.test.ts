import type { TestApp } from '../../support/app.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { ENTER, flowsApp, hook, Owner, tag } from './flows.js';

describe('an instance that cannot be taken further', () => {
  let app: TestApp;
  let outside: ScriptedServer;
  beforeAll(async () => {
    app = await flowsApp();
    outside = await ScriptedServer.start();
  });
  afterAll(async () => {
    await outside.close();
    await app.close();
  });

  /** Its version has been made unreadable, and it has been due for longest. */
  const broken = async (owner: Owner, workflowId: string): Promise<string> => {
    await owner.client.post(`/api/workflows/${workflowId}/pause`);
    await app.sql(
      `insert into workflow_versions (created_by, workflow_id, version, definition) values ($1, $2, 99, 'null')`,
      [owner.id, workflowId],
    );
    const [row] = await app.sql<{ id: string }>(
      `insert into workflow_executions (workflow_id, version, created_by, trigger, status, step, outside, due_at)
       select workflow_id, 99, created_by, trigger, 'waiting', step, outside, now() - interval '1 day'
       from workflow_executions where workflow_id = $1 limit 1 returning id`,
      [workflowId],
    );
    await owner.client.post(`/api/workflows/${workflowId}/resume`);
    return row!.id;
  };

  it.each(['inside', 'outside'])('keeps nobody waiting, neither its owner nor others: %s', async (lane) => {
    const [ada, bob] = [await Owner.of(app), await Owner.of(app)];
    const flow = [ENTER, lane === 'inside' ? tag('a', null) : hook('a', null, `${outside.url}/hook`)];
    outside.will(...[1, 2, 3].map(() => ({ body: '' })));
    const [hers, his] = [await ada.published(flow), await bob.published(flow)];
    await ada.until(await ada.run(hers, { lead_id: (await ada.lead()).id }), 'completed');
    const lost = await broken(ada, hers);
    const [healthy, other] = [
      await ada.run(hers, { lead_id: (await ada.lead()).id }),
      await bob.run(his, { lead_id: (await bob.lead()).id }),
    ];
    await ada.until(healthy, 'completed');
    await bob.until(other, 'completed');
    const left = await app.sql(
      'select status, due_at > now() as later from workflow_executions where id = $1',
      [lost],
    );
    expect(left).toEqual([{ status: 'waiting', later: true }]);
    await app.sql('delete from workflow_executions where id = $1', [lost]);
  });
});
