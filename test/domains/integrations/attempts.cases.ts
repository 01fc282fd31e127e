import type { ServerResponse } from 'node:http';
import { ClaimRepository } from '#domains/integrations/webhooks/dispatch/claim.repository';
import { SettleRepository } from '#domains/integrations/webhooks/dispatch/settle.repository';
import { Lookout } from '#platform/clock/lookout';
import type { TestApp } from '../../support/app.js';
import { LEAD_SCORED, Receiver, TestHook, tellAll } from './hook-stage.js';

const WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** What becomes of attempts, whatever the server does. */
export function aboutAttempts(app: () => TestApp): void {
  const open: Receiver[] = [];
  afterEach(() => Promise.all(open.splice(0).map((receiver) => receiver.close())));

  const answering = async (answer: (response: ServerResponse) => void) => {
    const receiver = await Receiver.start(answer);
    open.push(receiver);
    const hook = await TestHook.make(app(), receiver.url);
    await hook.tell('lead.scored', LEAD_SCORED);
    return { receiver, hook };
  };
  const secondsUntilDue = async (hook: TestHook) => {
    const [row] = await app().sql<{ wait: number }>(
      `select extract(epoch from due_at - now())::float8 as wait from webhook_deliveries where webhook_id = $1`,
      [hook.id],
    );
    return row!.wait;
  };
  const gone = (hook: TestHook) => hook.owner.client.delete(hook.path);

  describe('an attempt that fails', () => {
    it('is made ten times, each under the same id, and is then given up', async () => {
      const { receiver, hook } = await answering((response) => response.writeHead(500).end('broken'));
      for (const [at, wait] of WAITS.entries()) {
        await tellAll(app());
        expect(await hook.delivery()).toMatchObject({ state: 'waiting', tries: at + 1, response_code: 500 });
        const due = await secondsUntilDue(hook);
        expect(due).toBeLessThanOrEqual(wait * 1.2);
        expect(due).toBeGreaterThan(wait * 0.8 - 30);
        await hook.letTimePass();
      }
      await tellAll(app());
      const delivery = await hook.delivery();
      expect(delivery).toMatchObject({ state: 'failed', tries: 10, next_attempt_at: null });
      expect(delivery.attempts).toHaveLength(10);
      const came = receiver.of(hook.id);
      expect(new Set(came.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery.id]));
      expect(new Set(came.map(({ body }) => body)).size).toBe(1);
      expect(await hook.get()).toMatchObject({ retry_count: 10, failed_calls: 10 });
      await gone(hook);
    });

    it('leaves a server alone for as long as it asks', async () => {
      const { hook } = await answering((response) => response.writeHead(429, { 'retry-after': '600' }).end());
      await tellAll(app());
      expect(await secondsUntilDue(hook)).toBeGreaterThan(500);
      await gone(hook);
    });

    const BAD: [string, (response: ServerResponse) => void, RegExp][] = [
      ['does not answer', () => undefined, /in time/],
      ['answers byte by byte', (response) => drip(response), /in time/],
      ['has no end of its answer', (response) => flood(response), /larger/],
      ['breaks off', (response) => response.destroy(), /reached/],
      ['answers with what is not HTTP', (response) => response.socket?.end('no\r\n\r\n'), /reached/],
    ];

    it.each(BAD)('is one to a server that %s', async (_what, answer, told) => {
      const { hook } = await answering(answer);
      await tellAll(app());
      const delivery = await hook.delivery();
      expect(delivery).toMatchObject({ state: 'waiting', tries: 1 });
      expect(delivery.error).toMatch(told);
      await gone(hook);
    });

    it('keeps what the server said, without what we have told it in confidence', async () => {
      const receiver = await Receiver.start((response, { headers }) =>
        response.writeHead(400).end(`\0no: ${headers['x-pass']}${'.'.repeat(10_000)}`),
      );
      open.push(receiver);
      const hook = await TestHook.make(app(), receiver.url, { headers: { 'x-pass': 'canary-of-an-echo' } });
      await hook.tell('lead.scored', LEAD_SCORED);
      await tellAll(app());
      const { response } = (await hook.delivery()).attempts[0]!;
      expect(response).toMatch(/^no: \[redacted\]\.+$/);
      expect(response?.length).toBeLessThan(2_100);
      await gone(hook);
    });
  });

  describe('a webhook that can be told nothing', () => {
    const notices = (hook: TestHook) =>
      app().sql(
        `select data from pgboss.job where name = 'webhooks.tell-owner' and data ->> 'webhookId' = $1`,
        [hook.id],
      );

    it('is turned off when its server answers 410, and what happens meanwhile can be recovered', async () => {
      let isGone = true;
      const { receiver, hook } = await answering((response) => response.writeHead(isGone ? 410 : 200).end());
      await tellAll(app());
      expect(await hook.get()).toMatchObject({ is_active: false, disabled_reason: 'gone' });
      expect(await hook.delivery()).toMatchObject({ state: 'failed', tries: 1, response_code: 410 });
      expect(await notices(hook)).toHaveLength(1);
      await hook.tell('lead.scored', LEAD_SCORED);
      await tellAll(app());
      expect((await hook.deliveries('?state=missed')).length).toBe(1);
      expect(receiver.of(hook.id)).toHaveLength(1);
      isGone = false;
      await hook.owner.client.patch(hook.path, { is_active: true });
      const { status, body } = await hook.post('/recover', { since: '2026-01-01T00:00:00Z' });
      expect([status, body.data]).toEqual([202, { recovered: 2, more: false }]);
      await tellAll(app());
      expect((await hook.deliveries('?state=delivered')).length).toBe(2);
      await gone(hook);
    });

    it('is turned off after days of nothing but failures, and its owner is told once', async () => {
      const { hook } = await answering((response) => response.writeHead(500).end());
      await tellAll(app());
      expect((await hook.get()).failing_since).not.toBeNull();
      const since = `update webhooks set failing_since = now() - $2::interval where id = $1`;
      await app().sql(since, [hook.id, '4 days 23 hours']);
      await hook.letTimePass();
      await tellAll(app());
      expect((await hook.get()).is_active).toBe(true);
      await app().sql(since, [hook.id, '5 days 1 hour']);
      await hook.letTimePass();
      await tellAll(app());
      expect(await hook.get()).toMatchObject({ is_active: false, disabled_reason: 'failing' });
      expect((await hook.delivery()).state).toBe('missed');
      expect(await notices(hook)).toHaveLength(1);
      await gone(hook);
    });

    it('counts from its last good attempt', async () => {
      let isWell = false;
      const { hook } = await answering((response) => response.writeHead(isWell ? 204 : 500).end());
      await tellAll(app());
      isWell = true;
      await hook.letTimePass();
      await tellAll(app());
      expect(await hook.get()).toMatchObject({
        failing_since: null,
        retry_count: 0,
        last_response_code: 204,
      });
      await gone(hook);
    });
  });

  describe('a worker that dies', () => {
    it('between claim and answer leaves its deliveries to the next one, and changes nothing afterwards', async () => {
      const { receiver, hook } = await answering((response) => response.end());
      await app().sql('update webhooks set is_active = false where id = $1', [hook.id]);
      await app().sql(`update webhooks set disabled_reason = 'failing' where id = $1`, [hook.id]);
      await tellAll(app());
      await app().sql('update webhooks set is_active = true, disabled_reason = null where id = $1', [
        hook.id,
      ]);
      await app().sql(`update webhook_deliveries set state = 'waiting' where webhook_id = $1`, [hook.id]);
      const claimed = await app().get(ClaimRepository).claim([], 5);
      expect(claimed).toMatchObject([{ webhookId: hook.id, attempt: 1 }]);
      await tellAll(app());
      expect((await hook.delivery()).state).toBe('sending');
      expect(receiver.of(hook.id)).toEqual([]);
      await app().sql(
        `update webhook_deliveries set lease_until = now() - interval '1 second' where webhook_id = $1`,
        [hook.id],
      );
      expect(await app().get(Lookout).holds(app().get(ClaimRepository).isAnythingDue())).toBe(true);
      await tellAll(app());
      expect(receiver.of(hook.id)).toHaveLength(1);
      const note = {
        at: new Date().toISOString(),
        status: 500,
        duration_ms: 1,
        error: 'late',
        response: null,
      };
      await app()
        .get(SettleRepository)
        .settle([{ id: claimed[0]!.id, attempt: 1, state: 'failed', gone: false, note }]);
      expect(await hook.delivery()).toMatchObject({ state: 'delivered', error: null });
      await gone(hook);
    });
  });
}

function drip(response: ServerResponse): void {
  response.writeHead(200);
  const beat = setInterval(() => response.write('.'), 50);
  response.on('close', () => clearInterval(beat));
}

function flood(response: ServerResponse): void {
  const piece = Buffer.alloc(16 * 1024, 'x');
  const pour = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.writeHead(200).on('drain', pour);
  pour();
}
