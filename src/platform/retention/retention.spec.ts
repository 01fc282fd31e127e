import { type KeptForATime, Retention } from './retention.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** So many rows, forgotten as they are asked for. */
function rows(what: string, count: number, keptMs = 1_000) {
  const asked: { before: Date; atMost: number }[] = [];
  const kept: KeptForATime = {
    what,
    keptMs,
    forget: async (before, atMost) => {
      asked.push({ before, atMost });
      const deleted = Math.min(count, atMost);
      count -= deleted;
      return deleted;
    },
  };
  return { kept, asked, left: () => count };
}

async function run(...kept: KeptForATime[]): Promise<void> {
  const retention = new Retention();
  retention.add(...kept);
  await retention.run(new AbortController().signal, NOW);
}

describe('what is kept for a time', () => {
  it('is forgotten in batches until nothing of it is old', async () => {
    const old = rows('old', 2_500, 60_000);
    await run(old.kept);
    expect(old.left()).toBe(0);
    expect(old.asked).toEqual(Array(3).fill({ before: new Date(NOW - 60_000), atMost: 1_000 }));
  });

  it('is left to the next run where there is very much of it', async () => {
    const many = rows('many', 250_000);
    const few = rows('few', 1);
    await run(many.kept, few.kept);
    expect([many.left(), few.left()]).toEqual([150_000, 0]);
  });

  it('is kept for ever at 0', async () => {
    const kept = rows('kept', 10, 0);
    await run(kept.kept);
    expect(kept.asked).toEqual([]);
  });

  it('is forgotten though something else could not be, which is told', async () => {
    const broken: KeptForATime = { what: 'broken', keptMs: 1, forget: () => Promise.reject(new Error('no')) };
    const old = rows('old', 10);
    await expect(run(broken, old.kept)).rejects.toThrow('broken could not be forgotten');
    expect(old.left()).toBe(0);
  });

  it('stays when the process is told to stop', async () => {
    const old = rows('old', 5_000);
    const stopping = new AbortController();
    const retention = new Retention();
    const forget: KeptForATime['forget'] = async (before, atMost) => {
      stopping.abort();
      return old.kept.forget(before, atMost);
    };
    retention.add({ ...old.kept, forget }, old.kept);
    await retention.run(stopping.signal, NOW);
    expect(old.left()).toBe(4_000);
  });
});
