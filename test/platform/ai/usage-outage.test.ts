import { setTimeout as sleep } from 'node:timers/promises';
import { AiBudgets } from '#platform/ai/usage/ai-budgets';
import { AiUsageLog } from '#platform/ai/usage/ai-usage-log';
import { startApp, type TestApp } from '../../support/app.js';
import { PrivateCluster, POSTGRES_PROGRAMS } from '../../support/cluster.js';

/** Without Postgres' own programs there is no server that a test may kill. */
const withPrograms = POSTGRES_PROGRAMS ? describe : describe.skip;

withPrograms('while Postgres is gone for a moment', () => {
  let cluster: PrivateCluster;
  let app: TestApp;
  beforeAll(async () => {
    cluster = await PrivateCluster.start();
    const settings = {
      DATABASE_URL: cluster.url,
      DATABASE_MIGRATION_URL: cluster.url,
      AI_DAILY_BUDGET_CENTS: '1',
    };
    app = await startApp({ roles: 'web', settings });
  });
  afterAll(async () => {
    await app.close();
    await cluster.remove();
  });

  it('AI usage waits and is written once it is back, and no budget is given away', async () => {
    const { id, client } = await app.newUser();
    const budgets = app.get(AiBudgets);
    const bill = { model: { name: 'gpt-5-mini' } };
    const call = await budgets.reserve(id, 5_000, bill);
    await cluster.kill();
    for (let row = 0; row < 300; row++)
      app.get(AiUsageLog).note({
        userId: id,
        feature: 'content.post',
        provider: 'openai',
        model: 'gpt-5-mini',
        keyOwner: 'platform',
        outcome: 'ok',
        usage: { input: 1, cachedInput: 0, output: 1 },
        costMicros: 1,
        latencyMs: 1,
        firstTokenMs: null,
        runId: null,
        promptVersion: null,
        at: new Date(),
      });
    call.settle(700);
    await expect(app.get(AiUsageLog).flush()).rejects.toMatchObject({ code: 'database/unavailable' });
    await expect(budgets.reserve(id, 1, bill)).rejects.toMatchObject({ code: 'database/unavailable' });

    await cluster.begin();
    const end = Date.now() + 15_000;
    let calls = 0;
    while (calls < 300) {
      if (Date.now() > end) throw new Error(`only ${calls} of 300 after 15 s`);
      await sleep(100);
      calls = (await client.get('/api/ai/usage')).body.data?.totals.calls ?? 0;
    }
    expect(calls).toBe(300);
    const { body } = await client.get('/api/ai/budget');
    expect(body.data).toMatchObject({ spent_micros: 700, reserved_micros: 0 });
  });
});
