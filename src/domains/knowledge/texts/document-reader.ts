import { extname } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ThreadPool } from '#platform/threads/thread-pool';
import { WorkTooHeavy } from '#platform/threads/threads.errors';
import { DocumentUnreadable } from './document-text.js';
import type { ReadText, UnreadDocument } from './read-document.js';
import type { Reading } from './reading.worker.js';

const SCRIPT = new URL(`./reading.worker${extname(import.meta.url)}`, import.meta.url);
const LIMITS = { threads: 1, waiting: 100, time: 120_000, memory: 512, growth: 1_024 };

/**
 * Reads documents on a thread of its own: however much time or memory a file wants, requests are served meanwhile. It gets two
 * minutes, half a gigabyte of heap, and a gigabyte in all.
 */
@Injectable()
export class DocumentReader implements OnApplicationShutdown {
  private readonly threads = new ThreadPool<UnreadDocument, Reading>(SCRIPT, LIMITS);

  /** Throws `DocumentUnreadable` where trying again does not help, and the reason of the signal when that aborts. */
  async read(document: UnreadDocument, signal: AbortSignal): Promise<ReadText> {
    const answer = await Promise.race([this.threads.run(document), abortion(signal)]).catch(
      (error: unknown) => {
        if (!(error instanceof WorkTooHeavy)) throw error;
        throw new DocumentUnreadable(
          'Reading the document takes too much time or memory. Please split it, or save it in a simpler form.',
        );
      },
    );
    if ('unreadable' in answer) throw new DocumentUnreadable(answer.unreadable);
    return answer.read;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }
}

function abortion(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason as Error);
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  return promise;
}
