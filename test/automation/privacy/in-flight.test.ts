import { randomUUID } from 'node:crypto';
import { Erasure } from '#automation/privacy/deletion/erasure';
import { EraseAccountHandler } from '#automation/privacy/deletion/erasure.handlers';
import { AiUsageLog } from '#platform/ai/usage/ai-usage-log';
import { until } from '../../support/until.js';
import { Gateway, openAiGives } from '../agents/agents.js';
import { mentionsOf } from './full-tenant.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share({ ERASURE_SETTLE_SECONDS: '3600' });
});
afterAll(() => gateway.close());

const erase = (receiptId: string) => gateway.app.get(Erasure).run(receiptId, new AbortController().signal);
const receipt = async (id: string) =>
  (await gateway.app.anonymous.get(`/api/privacy/receipts/${id}`)).body.data;

describe('a request that was at work when its account was deleted', () => {
  it('leaves nothing behind: the deletion is complete when no such request can write any more', async () => {
    const { id, client } = await gateway.marketer('openai');
    const canary = `canary-${randomUUID()}`;
    const left = async () => {
      const found = await mentionsOf(gateway.app, [id, canary]);
      for (const name of ['app.rate_windows', 'app.account_edition']) delete found[name];
      return found;
    };
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    gateway.openai.will({
      ...openAiGives({ title: canary, content: `# ${canary}`, meta_description: canary }),
      held,
    });
    const brief = { title: canary, content_type: 'blog', target_audience: 'gardeners', platform: 'blog' };
    const asked = client.post('/api/content/generate', brief, { 'idempotency-key': canary });
    await until('the model is asked', () => gateway.openai.requests.length > 0);

    const { body } = await client.delete('/api/user/account');
    const job = { id: randomUUID(), attempt: 1, signal: new AbortController().signal };
    await gateway.app.get(EraseAccountHandler).handle({ erasureId: body.receipt_id }, job);
    expect(await left()).toEqual({ 'app.account_closures': 1, 'app.account_erasures': 1 });
    expect(await receipt(body.receipt_id)).toMatchObject({ status: 'running', completed_at: null });

    const [again] = await gateway.app.sql<{ later: boolean }>(
      `select bool_or(start_after > now() + interval '50 minutes') as later from pgboss.job where data ->> 'erasureId' = $1`,
      [body.receipt_id],
    );
    expect(again).toEqual({ later: true });

    release();
    await asked;
    await gateway.app.get(AiUsageLog).flush();
    expect(await left()).toMatchObject({ 'public.ai_usage': expect.any(Number) });
    await gateway.app.sql(
      `update app.account_erasures set requested_at = now() - interval '2 hours' where id = $1`,
      [body.receipt_id],
    );
    expect(await erase(body.receipt_id)).toBe(0);
    expect(await left()).toEqual({});
    expect((await receipt(body.receipt_id)).status).toBe('completed');
  });
});
