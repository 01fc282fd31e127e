import { setTimeout as sleep } from 'node:timers/promises';
import { scopes } from '#platform/database/scope';
import { type ThreadLimits, ThreadPool } from '#platform/threads/thread-pool';

const script = new URL('./thread.worker.ts', import.meta.url);
const pools: ThreadPool<string, string>[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

function pool(limits: Partial<ThreadLimits> = {}): ThreadPool<string, string> {
  const made = new ThreadPool<string, string>(script, {
    threads: 1,
    waiting: 10,
    time: 10_000,
    memory: 64,
    ...limits,
  });
  pools.push(made);
  return made;
}

describe('a task for a thread', () => {
  it('is done, and so are those that wait behind it', async () => {
    const ours = pool({ threads: 2 });
    const tasks = ['a', 'b', 'c', 'd', 'e'];
    expect(await Promise.all(tasks.map((task) => ours.run(task)))).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it.each([
    ['exit', { code: 'threads/busy' }],
    ['throw', { message: 'thrown in the thread' }],
    ['memory', { code: 'threads/too-heavy' }],
    ['fail', { message: expect.stringContaining('failed in the thread') }],
  ])('that ends with %j leaves the others a thread', async (task, failure) => {
    const ours = pool();
    await ours.run('warm');
    const [bad, good] = await Promise.allSettled([ours.run(task), ours.run('next')]);
    expect([bad, good]).toMatchObject([
      { status: 'rejected', reason: failure },
      { status: 'fulfilled', value: 'NEXT' },
    ]);
  });

  it('that never ends is ended, while the process goes on', async () => {
    const ours = pool({ time: 1_000 });
    await ours.run('warm');
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 10);
    await expect(ours.run('forever')).rejects.toMatchObject({ code: 'threads/too-heavy', kind: 'invalid' });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(0);
    expect(await ours.run('next')).toBe('NEXT');
  });

  it('that takes more of a processor than it may is ended, and one that only takes long is not', async () => {
    const ours = pool({ cpu: 100 });
    await ours.run('warm');
    expect(await ours.run('asleep')).toBe('ASLEEP');
    await expect(ours.run('forever')).rejects.toMatchObject({ code: 'threads/too-heavy' });
    expect(await ours.run('next')).toBe('NEXT');
  });

  it('waits for its user only, who take turns', async () => {
    const ours = pool({ waiting: 3 });
    await ours.run('warm');
    const done: string[] = [];
    const ask = (userId: string, task: string) =>
      scopes
        .run({ identity: { role: 'authenticated', userId }, transaction: null }, () => ours.run(task))
        .then((answer) => done.push(answer));
    const many = ['a1', 'a2', 'a3', 'a4'].map((task) => ask('a', task));
    await expect(ask('a', 'a5')).rejects.toMatchObject({ code: 'threads/busy' });
    await Promise.all([...many, ask('b', 'b1'), ask('c', 'c1')]);
    expect(done).toEqual(['A1', 'A2', 'B1', 'C1', 'A3', 'A4']);
  });

  it('gets a new thread when the last one has ended after a rest', async () => {
    const ours = pool({ rest: 20 });
    const first = await ours.run('number');
    expect(await ours.run('number')).toBe(first);
    await sleep(500);
    expect(await ours.run('number')).not.toBe(first);
  });

  it('that fills buffers, which are no heap, is ended before the process is', async () => {
    const ours = pool({ growth: 200 });
    await ours.run('warm');
    await expect(ours.run('buffers')).rejects.toMatchObject({ code: 'threads/too-heavy' });
    expect(await ours.run('next')).toBe('NEXT');
  });

  it('is refused when too many wait, and when the pool is closed', async () => {
    const ours = pool({ waiting: 1 });
    const running = ours.run('a');
    const waiting = ours.run('b');
    await expect(ours.run('c')).rejects.toMatchObject({ code: 'threads/busy', kind: 'unavailable' });
    await Promise.all([running, waiting]);
    await ours.close();
    await expect(ours.run('d')).rejects.toMatchObject({ code: 'threads/busy' });
  });

  it('is told when the pool closes under it', async () => {
    const ours = pool();
    await ours.run('warm');
    const running = ours.run('forever');
    const waiting = ours.run('b');
    running.catch(() => undefined);
    waiting.catch(() => undefined);
    await ours.close();
    await expect(running).rejects.toMatchObject({ code: 'threads/busy' });
    await expect(waiting).rejects.toMatchObject({ code: 'threads/busy' });
  });
});
