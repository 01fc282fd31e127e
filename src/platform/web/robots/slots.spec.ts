import { setImmediate as soon } from 'node:timers/promises';
import { Slots } from './slots.js';

const patient = new AbortController().signal;

/** Work that lasts until it is told to end. */
function task(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = async () => {
    log.push(name);
    await promise;
  };
  return { work, end: resolve };
}

describe('slots', () => {
  it('let so many work at once, and the others in the order in which they came', async () => {
    const log: string[] = [];
    const slots = new Slots(2, 10);
    const tasks = ['a', 'b', 'c', 'd'].map((name) => task(log, name));
    const done = tasks.map(({ work }) => slots.use(patient, work));
    await soon();
    expect(log).toEqual(['a', 'b']);
    tasks[1]!.end();
    await soon();
    expect(log).toEqual(['a', 'b', 'c']);
    for (const { end } of tasks) end();
    await Promise.all(done);
    expect([log, slots.idle]).toEqual([['a', 'b', 'c', 'd'], true]);
  });

  it('are given back when the work fails', async () => {
    const slots = new Slots(1, 10);
    await expect(slots.use(patient, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await slots.use(patient, async () => 'next')).toBe('next');
  });

  it('are not waited for by who has gone', async () => {
    const log: string[] = [];
    const slots = new Slots(1, 10);
    const first = task(log, 'first');
    const working = slots.use(patient, first.work);
    const leaving = new AbortController();
    const left = slots.use(leaving.signal, task(log, 'left').work);
    const last = task(log, 'last');
    const waiting = slots.use(patient, last.work);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    first.end();
    last.end();
    await Promise.all([working, waiting]);
    expect([log, slots.idle]).toEqual([['first', 'last'], true]);
    await expect(slots.use(AbortSignal.abort(new Error('gone')), task(log, 'never').work)).rejects.toThrow(
      'gone',
    );
  });

  it('are refused when too many wait', async () => {
    const log: string[] = [];
    const slots = new Slots(1, 1);
    const tasks = ['a', 'b'].map((name) => task(log, name));
    const done = tasks.map(({ work }) => slots.use(patient, work));
    await expect(slots.use(patient, task(log, 'c').work)).rejects.toMatchObject({
      code: 'web/busy',
      retryAfter: 5,
    });
    for (const { end } of tasks) end();
    await Promise.all(done);
  });
});
