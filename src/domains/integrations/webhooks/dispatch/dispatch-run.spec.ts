import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimedDelivery } from './delivery.js';
import { DispatchRun, type DispatchWork } from './dispatch-run.js';

/** Deliveries that wait in memory, as the table would hold them. */
class Waiting {
  readonly released: string[] = [];
  readonly begun: string[] = [];
  most = 0;
  private busy = new Map<string, number>();
  private readonly rows: ClaimedDelivery[];

  constructor(
    counts: Record<string, number>,
    private readonly take: (delivery: ClaimedDelivery) => Promise<unknown>,
    private readonly options: Partial<DispatchWork> = {},
  ) {
    this.rows = Object.entries(counts).flatMap(([webhookId, count]) =>
      Array.from(
        { length: count },
        (_, at) =>
          ({
            id: `${webhookId}${at}`,
            webhookId,
            isFailing: webhookId.startsWith('dead'),
          }) as ClaimedDelivery,
      ),
    );
  }

  get work(): DispatchWork {
    return {
      spread: async () => 0,
      claim: async (quotas, others) => {
        const left = new Map(quotas.map(({ id, quota }) => [id, quota]));
        const taken = this.rows.filter(({ webhookId }) => {
          const quota = left.get(webhookId) ?? others;
          left.set(webhookId, quota - 1);
          return quota > 0;
        });
        for (const row of taken) this.rows.splice(this.rows.indexOf(row), 1);
        return taken;
      },
      deliver: async (delivery) => {
        const busy = (this.busy.get(delivery.webhookId) ?? 0) + 1;
        this.busy.set(delivery.webhookId, busy);
        this.most = Math.max(this.most, busy);
        this.begun.push(delivery.id);
        await this.take(delivery);
        this.busy.set(delivery.webhookId, (this.busy.get(delivery.webhookId) ?? 0) - 1);
      },
      release: async (deliveries) => void this.released.push(...deliveries.map(({ id }) => id)),
      lanes: 10,
      lanesPerHook: 3,
      freshMs: 30_000,
      ...this.options,
    };
  }
}

describe('a run of deliveries', () => {
  it('sends all there are, so many of a webhook at once', async () => {
    const waiting = new Waiting({ a: 100, b: 40, c: 1 }, () => sleep(0));
    await new DispatchRun(waiting.work, new AbortController().signal).run();
    expect(new Set(waiting.begun).size).toBe(141);
    expect(waiting.begun).toHaveLength(141);
    expect(waiting.most).toBe(3);
  });

  it('does not let a server that hangs keep the others waiting', async () => {
    const hanging = Promise.withResolvers<void>();
    const waiting = new Waiting({ hangs: 50, quick: 200 }, async ({ webhookId, id }) => {
      if (webhookId === 'hangs') await hanging.promise;
      else if (id === 'quick199') hanging.resolve();
    });
    await new DispatchRun(waiting.work, new AbortController().signal).run();
    const last = waiting.begun.indexOf('quick199');
    expect(waiting.begun.slice(0, last).filter((id) => id.startsWith('hangs'))).toHaveLength(3);
    expect(waiting.begun).toHaveLength(250);
  });

  it('leaves half of its lanes to others when many servers hang that have failed before', async () => {
    const hanging = Promise.withResolvers<void>();
    const dead = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`dead-${at}-`, 6]));
    const waiting = new Waiting({ ...dead, quick: 200 }, async ({ webhookId, id }) => {
      if (webhookId.startsWith('dead')) await hanging.promise;
      else if (id === 'quick199') hanging.resolve();
    });
    await new DispatchRun(waiting.work, new AbortController().signal).run();
    const last = waiting.begun.indexOf('quick199');
    expect(waiting.begun.slice(0, last).filter((id) => id.startsWith('dead'))).toHaveLength(5);
    expect(new Set(waiting.begun).size).toBe(248);
  });

  it('gives back what it has not begun when it is to stop', async () => {
    const stop = new AbortController();
    const waiting = new Waiting({ a: 20 }, async () => stop.abort(), { lanesPerHook: 1, lanes: 1 });
    const work = { ...waiting.work, claim: () => waiting.work.claim([], 20) };
    await new DispatchRun(work, stop.signal).run();
    expect(waiting.begun.length + waiting.released.length).toBe(20);
    expect(waiting.begun.length).toBeLessThan(20);
  });

  it('leaves what has lain in hand for too long to whoever claims it next', async () => {
    const waiting = new Waiting({ a: 5 }, () => sleep(0), { freshMs: 0 });
    await new DispatchRun(waiting.work, new AbortController().signal).run();
    expect(waiting.begun).toEqual([]);
  });
});
