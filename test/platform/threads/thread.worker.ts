import { parentPort } from 'node:worker_threads';

/** Does as it is told, also what no thread should. */
parentPort!.on('message', (task: string) => {
  if (task === 'forever') for (;;);
  if (task === 'memory') {
    const hoard: unknown[] = [];
    for (;;) hoard.push(Array.from({ length: 1_000 }, (_, at) => ({ at })));
  }
  if (task === 'buffers') {
    const hoard: Buffer[] = [];
    for (;;) hoard.push(Buffer.alloc(1024 * 1024, 1));
  }
  if (task === 'throw') throw new Error('thrown in the thread');
  if (task === 'exit') process.exit(1);
  parentPort!.postMessage(
    task === 'fail' ? { failure: 'failed in the thread' } : { result: task.toUpperCase() },
  );
});
