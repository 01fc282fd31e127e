import { randomUUID } from 'node:crypto';
import { ClaimRepository } from '#domains/integrations/webhooks/dispatch/claim.repository';
import { SettleRepository } from '#domains/integrations/webhooks/dispatch/settle.repository';
import { FanOut } from '#domains/integrations/webhooks/fan-out/fan-out';
import { firstIdOf } from '#kernel/ids';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import { HOOKS, LEAD_SCORED, Receiver, TestHook, tellAll } from './hook-stage.js';

interface Stage {
  readonly app: TestApp;
  readonly receiver: Receiver;
}

/** What is kept of deliveries, and what can be done with it. */
export function aboutTheLog(stage: () => Stage): void {
  const told = async (times: number) => {
    const hook = await TestHook.make(stage().app, stage().receiver.url);
    await hook.tell(
      'lead.scored',
      ...Array.from({ length: times }, (_, at) => ({ ...LEAD_SCORED, score: at })),
    );
    await tellAll(stage().app);
    return hook;
  };

  describe('a webhook whose attempts are noted together', () => {
    it('says what its server answered last', async () => {
      const { app, receiver } = stage();
      const hook = await TestHook.make(app, receiver.url);
      await hook.tell('lead.scored', LEAD_SCORED, LEAD_SCORED);
      await app.get(FanOut).take();
      const claimed = (await app.get(ClaimRepository).claim([], 5)).filter(
        ({ webhookId }) => webhookId === hook.id,
      );
      // The one that was begun first was answered last.
      const answers = [
        { at: '2026-11-28T12:00:01Z', status: 202, duration_ms: 10 },
        { at: '2026-11-28T12:00:00Z', status: 201, duration_ms: 9_000 },
      ];
      for (const order of [answers, answers.toReversed()]) {
        await app.sql(`update webhook_deliveries set state = 'sending' where webhook_id = $1`, [hook.id]);
        await app.get(SettleRepository).settle(
          claimed.map(({ id, attempt }, at) => ({
            id,
            attempt,
            state: 'delivered' as const,
            gone: false,
            note: { ...order[at]!, error: null, response: null },
          })),
        );
        expect(await hook.get()).toMatchObject({ last_response_code: 201 });
      }
    });
  });

  describe('a webhook without a secret', () => {
    it('is turned on once it has one', async () => {
      const { app, receiver } = stage();
      const owner = await app.newUser();
      const [row] = await app.sql<{ id: string }>(
        `insert into webhooks (user_id, name, url, is_active, disabled_reason) values ($1, 'Old', $2, false, 'owner') returning id`,
        [owner.id, receiver.url],
      );
      const path = `${HOOKS}/${row!.id}`;
      const refused = await owner.client.patch(path, { is_active: true });
      expect([refused.status, refused.body.code]).toEqual([409, 'webhooks/secret-missing']);
      expect((await owner.client.post(`${path}/test`, {})).body.data.error).toBe(
        'The webhook has no secret.',
      );
      await owner.client.post(`${path}/secret/rotate`, {});
      expect((await owner.client.patch(path, { is_active: true })).body.data.is_active).toBe(true);
    });
  });

  describe('a trial of a webhook', () => {
    it('is a signed delivery of its own, made at once', async () => {
      const hook = await TestHook.make(stage().app, stage().receiver.url, { is_active: false });
      const { status, body } = await hook.post('/test');
      expect(status).toBe(200);
      expect(body.data).toMatchObject({
        webhook_id: hook.id,
        status: 'success',
        response_code: 200,
        response: 'thanks',
      });
      expect(JSON.parse(stage().receiver.of(hook.id)[0]!.body).type).toBe('webhook.test');
      expect(await hook.delivery()).toMatchObject({
        id: body.data.delivery_id,
        type: 'webhook.test',
        state: 'delivered',
      });
      expect(await hook.get()).toMatchObject({ last_response_code: 200 });
    });

    it('sends the example of any event, and fails once', async () => {
      const failing = await Receiver.start((response) => response.writeHead(500).end('no'));
      const hook = await TestHook.make(stage().app, failing.url);
      const { body } = await hook.post('/test', { event: 'lead.created' });
      expect(body.data).toMatchObject({
        status: 'failed',
        response_code: 500,
        error: 'The server answered 500.',
      });
      expect(JSON.parse(failing.of(hook.id)[0]!.body)).toMatchObject({
        type: 'lead.created',
        data: { first_name: 'Ada' },
      });
      expect((await hook.delivery()).state).toBe('failed');
      expect((await hook.post('/test', { event: 'no.event' })).body.code).toBe('webhooks/event-unknown');
      await failing.close();
    });
  });

  describe('the log of a webhook', () => {
    it('is read page by page, newest first', async () => {
      const hook = await told(25);
      const ids: string[] = [];
      let cursor = '';
      do {
        const { body } = await hook.owner.client.get(`${hook.path}/deliveries?limit=10${cursor}`);
        ids.push(...body.data.map(({ id }: { id: string }) => id));
        cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
      } while (cursor !== '');
      expect(new Set(ids).size).toBe(25);
      expect((await hook.owner.client.get(`${hook.path}/deliveries?state=odd`)).status).toBe(400);
    });

    it('lets one be sent once more: the same bytes under the same id', async () => {
      const hook = await told(1);
      const { id } = await hook.delivery();
      const { status, body } = await hook.post(`/deliveries/${id}/resend`);
      expect([status, body.data.state, body.data.tries]).toEqual([202, 'waiting', 0]);
      expect((await hook.post(`/deliveries/${id}/resend`)).body.code).toBe('webhooks/delivery-open');
      await tellAll(stage().app);
      const [first, second] = stage().receiver.of(hook.id);
      expect([second?.body, second?.headers['webhook-id']]).toEqual([
        first?.body,
        first?.headers['webhook-id'],
      ]);
      expect((await hook.delivery()).attempts).toHaveLength(2);
    });

    it('lets those of a time be recovered, and no others', async () => {
      const hook = await told(3);
      const [last, middle] = await hook.deliveries();
      const { app } = stage();
      await app.sql(
        `update webhook_deliveries set state = 'failed', created_at = '2026-03-01' where id = $1`,
        [last.id],
      );
      await app.sql(
        `update webhook_deliveries set state = 'missed', created_at = '2026-05-01' where id = $1`,
        [middle.id],
      );
      const recovered = async (range: object) => (await hook.post('/recover', range)).body.data?.recovered;
      expect(await recovered({ since: '2026-04-01', until: '2026-06-01', state: 'failed' })).toBe(0);
      expect(await recovered({ since: '2026-02-01', until: '2026-04-01' })).toBe(1);
      expect(await recovered({ since: '2026-02-01' })).toBe(1);
      expect(await recovered({ since: '2026-02-01' })).toBe(0);
      expect((await hook.post('/recover', { since: 'yesterday' })).status).toBe(400);
      await tellAll(app);
      expect(stage().receiver.of(hook.id)).toHaveLength(5);
    });

    it('is added up by day', async () => {
      const hook = await told(3);
      const day = new Date().toISOString().slice(0, 10);
      const figures = await hook.get('/statistics?days=2');
      expect(figures).toMatchObject({
        attempts: 3,
        delivered: 3,
        failed_attempts: 0,
        success_rate: 1,
        waiting: 0,
      });
      expect(figures.days.map((one: { day: string }) => one.day)).toContain(day);
      const empty = await TestHook.make(stage().app, stage().receiver.url);
      expect(await empty.get('/statistics')).toMatchObject({
        attempts: 0,
        success_rate: null,
        average_ms: null,
      });
    });

    it('forgets what is older than thirty days, and keeps its sums', async () => {
      const hook = await told(2);
      const [one] = await hook.deliveries();
      const { app } = stage();
      const long = new Date(Date.now() - 31 * 86_400_000);
      await app.sql('update webhook_deliveries set id = $2 where id = $1', [one.id, firstIdOf(long)]);
      await app.get(Retention).run(new AbortController().signal);
      expect(await hook.deliveries()).toHaveLength(1);
      expect(await hook.get('/statistics')).toMatchObject({ delivered: 2 });
    });
  });

  describe('a webhook of somebody else', () => {
    it('is as if it were not there, whatever is asked of it', async () => {
      const hook = await told(1);
      const { id } = await hook.delivery();
      const { client, id: strangerId } = await stage().app.newUser();
      const asks: [string, string, object?][] = [
        ['GET', ''],
        ['PATCH', '', { name: 'Mine' }],
        ['POST', '/test', {}],
        ['POST', '/secret/rotate', {}],
        ['POST', '/recover', { since: '2026-01-01' }],
        ['GET', '/deliveries'],
        ['GET', `/deliveries/${id}`],
        ['POST', `/deliveries/${id}/resend`, {}],
        ['GET', '/statistics'],
        ['DELETE', ''],
      ];
      for (const [method, rest, body] of asks)
        for (const webhook of [hook.id, randomUUID(), 'none']) {
          const { status } = await client.send(method, `${HOOKS}/${webhook}${rest}`, body, {});
          expect([method, rest, status]).toEqual([method, rest, 404]);
        }
      const own = await TestHook.make(stage().app, stage().receiver.url, {}, { id: strangerId, client });
      expect((await own.post(`/deliveries/${id}/resend`)).body.code).toBe('webhooks/delivery-not-found');
      expect((await client.get(HOOKS)).body.data).toHaveLength(1);
      await own.tell('lead.scored', LEAD_SCORED);
      await tellAll(stage().app);
      expect(stage().receiver.of(hook.id)).toHaveLength(1);
      for (const path of [HOOKS, `${HOOKS}/${hook.id}`, `${HOOKS}/events`])
        expect((await stage().app.anonymous.get(path)).status).toBe(401);
    });
  });
}
