import { FanOut } from '#domains/integrations/webhooks/fan-out/fan-out';
import { ClaimRepository } from '#domains/integrations/webhooks/dispatch/claim.repository';
import type { TestApp } from '../../support/app.js';
import { isOnPostgres } from '../../support/where.js';
import { LEAD_SCORED, Receiver, TestHook, tellAll } from './hook-stage.js';

/** The embedded database would take a minute for all of them. */
const DELIVERIES = isOnPostgres ? 10_000 : 500;
const HOOKS = 10;
const LONGEST_MS = 60_000;

/** Very many deliveries. */
export function aboutManyDeliveries(app: () => TestApp): void {
  describe('very many deliveries to a server that fails one of five', () => {
    it('are each told at least once', async () => {
      let asked = 0;
      const taken = new Set<string>();
      const receiver = await Receiver.start((response, { headers }) => {
        const isBad = ++asked % 5 === 0;
        if (!isBad) taken.add(headers['webhook-id'] ?? '');
        response.writeHead(isBad ? 503 : 204).end();
      });
      const owner = await app().newUser();
      const hooks: TestHook[] = [];
      for (let made = 0; made < HOOKS; made++)
        hooks.push(await TestHook.make(app(), receiver.url, {}, owner));
      const events = DELIVERIES / HOOKS;
      await hooks[0]!.tell('lead.scored', ...Array.from({ length: events }, () => LEAD_SCORED));
      const left = async () => {
        const rows = await app().sql<{ state: string; n: number }>(
          'select state, count(*)::int as n from webhook_deliveries where user_id = $1 group by state',
          [owner.id],
        );
        return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
      };
      // By time, not by rounds: what another worker has in hand is not there to be told in this one.
      const until = performance.now() + LONGEST_MS;
      while (performance.now() < until && (await left())['delivered'] !== DELIVERIES) {
        for (const hook of hooks) await hook.letTimePass();
        await tellAll(app());
      }
      const undelivered = await app().sql(
        `select attempts from webhook_deliveries where user_id = $1 and state <> 'delivered' limit 3`,
        [owner.id],
      );
      expect(undelivered).toEqual([]);
      expect(await left()).toEqual({ delivered: DELIVERIES });
      expect(taken.size).toBe(DELIVERIES);
      await receiver.close();
    }, 120_000);
  });

  describe('very many webhooks whose servers are dead', () => {
    it('leave the others their turn', async () => {
      const [{ id: dead }, living] = [
        await app().newUser(),
        await TestHook.make(app(), 'http://127.0.0.2:9/hook'),
      ];
      await app().sql(
        `with hooks as (
           insert into webhooks (id, user_id, name, url, events, failing_since)
           select gen_random_uuid(), $1, 'Dead', 'http://127.0.0.2:9/hook', '{*}', now() from generate_series(1, 250)
           returning id
         )
         insert into webhook_deliveries (id, user_id, webhook_id, type, body, state, due_at)
         select gen_random_uuid(), $1, id, 'lead.scored', '{}', 'waiting', now() - interval '1 hour' from hooks`,
        [dead],
      );
      await living.tell('lead.scored', LEAD_SCORED);
      await app().get(FanOut).take();
      const claimed = await app().get(ClaimRepository).claim([], 1);
      expect(claimed.filter(({ ownerId }) => ownerId === dead)).toHaveLength(100);
      expect(claimed.map(({ webhookId }) => webhookId)).toContain(living.id);
      await app().sql('delete from webhooks where user_id = any($1::uuid[])', [[dead, living.owner.id]]);
    });
  });
}
