import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { DocumentUnreadable } from './document-text.js';
import type { ReadText, UnreadDocument } from './read-document.js';
import type { Reading } from './reading.worker.js';

const THREAD = new URL(`./reading.worker${extname(import.meta.url)}`, import.meta.url);
const WITHIN_MS = 120_000;
const LOOK_MS = 200;
const MEBIBYTE = 1024 * 1024;
const HEAP_MEBIBYTES = 512;
/** Buffers do not count as heap, so what the whole process grows by is watched as well. */
const GROWTH_AT_MOST = 1_024 * MEBIBYTE;

/**
 * Reads a document in a thread of its own: however much time or memory a file wants, requests are served meanwhile, and the
 * thread is ended after two minutes, half a gigabyte of heap or a gigabyte in all.
 */
@Injectable()
export class DocumentReader {
  read(document: UnreadDocument, signal: AbortSignal): Promise<ReadText> {
    signal.throwIfAborted();
    const thread = new Worker(THREAD, {
      workerData: document,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES, maxYoungGenerationSizeMb: 64 },
      ...(document.content instanceof Uint8Array && {
        transferList: [document.content.buffer as ArrayBuffer],
      }),
    });
    const { promise, resolve, reject } = Promise.withResolvers<ReadText>();
    thread.once('message', (answer: Reading) => {
      if ('read' in answer) resolve(answer.read);
      else reject(new DocumentUnreadable(answer.unreadable));
    });
    thread.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? needsTooMuch('memory') : error);
    });
    thread.once('exit', () => reject(new Error('The reading thread ended without an answer.')));
    const allowed = process.memoryUsage.rss() + GROWTH_AT_MOST;
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() > allowed) reject(needsTooMuch('memory'));
    }, LOOK_MS);
    const impatience = setTimeout(() => reject(needsTooMuch('time')), WITHIN_MS);
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    return promise.finally(async () => {
      clearInterval(watch);
      clearTimeout(impatience);
      signal.removeEventListener('abort', stop);
      await thread.terminate();
    });
  }
}

function needsTooMuch(what: 'memory' | 'time'): DocumentUnreadable {
  return new DocumentUnreadable(
    `Reading the document takes too much ${what}. Please split it, or save it in a simpler form.`,
  );
}
