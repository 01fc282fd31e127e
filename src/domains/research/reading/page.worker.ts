import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '#platform/threads/thread-pool';
import { readPage } from './read-page.js';
import type { Reading, ReadingTask } from './reading.js';

/** What a thread of `PageReader` runs: one page after the other. */
parentPort?.on('message', (task: ReadingTask) => parentPort?.postMessage(answer(task)));

function answer(task: ReadingTask): ThreadAnswer<Reading> {
  try {
    return { result: readPage(task) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
