import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { ThreadPool } from '#platform/threads/thread-pool';
import { ThreadsBusy } from '#platform/threads/threads.errors';
import { DocumentNotMade, PressBusy } from '../proposal.errors.js';
import type { PrintOrder } from './document.worker.js';

const LIMITS = { threads: 1, waiting: 20, time: 20_000, memory: 384, rest: 60_000 };

/**
 * Makes files in a thread beside the one that answers requests, one at a time. A document that takes longer than twenty
 * seconds is given up; the thread ends after a minute without work.
 */
@Injectable()
export class DocumentPress implements OnApplicationShutdown {
  private readonly logger = new Logger(DocumentPress.name);
  private readonly threads = new ThreadPool<PrintOrder, Uint8Array>(
    new URL(import.meta.resolve('./document.worker.js')),
    LIMITS,
  );

  /** The file as bytes; `proposals/press-busy` while too many wait, `proposals/document-not-made` when it took too long. */
  async print(order: PrintOrder): Promise<Uint8Array> {
    try {
      return await this.threads.run(order);
    } catch (error) {
      if (error instanceof ThreadsBusy) throw new PressBusy().after(5);
      const { document, format } = order;
      this.logger.error({ err: error, format }, 'A proposal could not be printed');
      if (document.logo === null) throw new DocumentNotMade();
      // A picture may be broken where only whoever draws it notices.
      return this.print({ format, document: { ...document, logo: null } });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }
}
