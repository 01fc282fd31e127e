import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { answerTasks } from '#platform/threads/thread-script';

/** Does as it is told, also what no thread should. */
answerTasks(async (task: string) => {
  if (task === 'forever') for (;;);
  if (task === 'memory') {
    const hoard: unknown[] = [];
    for (;;) hoard.push(Array.from({ length: 1_000 }, (_, at) => ({ at })));
  }
  if (task === 'buffers') {
    const hoard: Buffer[] = [];
    for (;;) hoard.push(Buffer.alloc(1024 * 1024, 1));
  }
  if (task === 'throw') {
    setImmediate(() => {
      throw new Error('thrown in the thread');
    });
    await new Promise(() => undefined);
  }
  if (task === 'number') return String(threadId);
  if (task === 'asleep') await sleep(500);
  if (task === 'exit') process.exit(1);
  if (task === 'fail') throw new Error('failed in the thread');
  return task.toUpperCase();
});
