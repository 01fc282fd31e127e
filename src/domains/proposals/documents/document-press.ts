import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DocumentNotMade, PressBusy } from '../proposal.errors.js';
import type { Printed, PrintOrder } from './document.worker.js';

const THREAD = new URL(`./document.worker${extname(import.meta.filename)}`, import.meta.url);
const LONGEST_MS = 20_000;
const IDLE_MS = 60_000;
const MOST_WAITING = 20;
const MEMORY_MB = 384;

/**
 * Makes files in a thread beside the one that answers requests, one at a time. A document that takes longer than twenty
 * seconds is given up; the thread ends after a minute without work.
 */
@Injectable()
export class DocumentPress implements OnApplicationShutdown {
  private readonly logger = new Logger(DocumentPress.name);
  private thread: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** The file as bytes; `proposals/press-busy` while too many wait, `proposals/document-not-made` when it took too long. */
  async print(order: PrintOrder): Promise<Uint8Array> {
    if (this.waiting >= MOST_WAITING) throw new PressBusy().after(5);
    this.waiting++;
    const printed = this.turn.then(() => this.printNow(order));
    this.turn = printed.catch(() => undefined);
    return printed.finally(() => {
      this.waiting--;
      this.restLater();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.idle);
    await this.stop();
  }

  private async printNow(order: PrintOrder): Promise<Uint8Array> {
    clearTimeout(this.idle);
    const answer = await answerOf((this.thread ??= newThread()), order);
    if ('bytes' in answer) return answer.bytes;
    // A thread that failed or is still busy is not asked again.
    await this.stop();
    const { document, format } = order;
    this.logger.error({ problem: answer.problem, format }, 'A proposal could not be printed');
    if (document.logo === null) throw new DocumentNotMade();
    // A picture may be broken where only whoever draws it notices.
    return this.printNow({ format, document: { ...document, logo: null } });
  }

  private restLater(): void {
    clearTimeout(this.idle);
    if (this.waiting === 0 && this.thread) this.idle = setTimeout(() => void this.stop(), IDLE_MS).unref();
  }

  private async stop(): Promise<void> {
    const thread = this.thread;
    this.thread = undefined;
    await thread?.terminate();
  }
}

/** It knows nothing of the environment, and by itself keeps no process from ending. */
function newThread(): Worker {
  const thread = new Worker(THREAD, { env: {}, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
  // An error while nobody waits, such as one while it is stopped, is no news.
  thread.on('error', () => undefined).unref();
  return thread;
}

/** What the thread answers, or why it does not. */
function answerOf(thread: Worker, order: PrintOrder): Promise<Printed> {
  return new Promise((resolve) => {
    const settle = (answer: Printed) => {
      clearTimeout(timer);
      thread.off('message', settle).off('error', fail).off('exit', end);
      resolve(answer);
    };
    const fail = (error: Error) => settle({ problem: error.stack ?? error.message });
    const end = (code: number) => settle({ problem: `The thread ended with ${code}.` });
    const timer = setTimeout(() => settle({ problem: `It took more than ${LONGEST_MS} ms.` }), LONGEST_MS);
    thread.on('message', settle).on('error', fail).on('exit', end);
    thread.postMessage(order);
  });
}
