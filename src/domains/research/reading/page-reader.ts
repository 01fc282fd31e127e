import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PoliteReader } from '#platform/web/robots/polite-reader';
import { ThreadPool } from '#platform/threads/thread-pool';
import { WorkTooHeavy } from '#platform/threads/threads.errors';
import { PageAnswered, PageTooHeavy } from '../research.errors.js';
import type { Reading, ReadingKind, ReadingTask, ReadingWish } from './reading.js';

const LIMITS = { threads: 2, waiting: 200, time: 5_000, memory: 256 };

/** A page that was fetched and read just now. */
export interface FreshReading<Kind extends ReadingKind = ReadingKind> extends Reading<Kind> {
  /** The address that answered, after redirects. */
  readonly url: string;
  /** Milliseconds from the first request to the last byte, waiting for our turn left out. */
  readonly fetchTimeMs: number;
}

/** Reads pages: fetched as a guest, taken apart on threads of their own. */
@Injectable()
export class PageReader implements OnApplicationShutdown {
  private readonly threads = new ThreadPool<ReadingTask, Reading>(
    new URL(import.meta.resolve('./page.worker.js')),
    LIMITS,
  );

  constructor(private readonly web: PoliteReader) {}

  async read<Wish extends ReadingWish>(
    url: string,
    wish: Wish,
    signal: AbortSignal,
  ): Promise<FreshReading<Wish['kind']>> {
    const answer = await this.web.read(url, signal);
    if (!answer.ok) throw new PageAnswered(answer.status);
    const task = {
      url: answer.url.href,
      text: answer.text(),
      isHtml: /html|^$/.test(answer.mediaType),
      wish,
    };
    const reading = await this.threads.run(task).catch((error: unknown) => {
      throw error instanceof WorkTooHeavy ? new PageTooHeavy() : error;
    });
    signal.throwIfAborted();
    return { ...(reading as Reading<Wish['kind']>), url: answer.url.href, fetchTimeMs: answer.ms };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }
}
