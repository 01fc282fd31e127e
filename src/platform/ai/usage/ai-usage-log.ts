import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Metrics } from '#platform/metrics/metrics';
import type { AiAttempt } from './ai-attempt.js';
import { type Settlement, SpendRepository } from './spend.repository.js';
import { type KeptAttempt, UsageRepository } from './usage.repository.js';

const WRITE_AFTER_MS = 100;
const AGAIN_AFTER_MS = 1_000;
const ROWS_PER_WRITE = 256;
const WAITING_AT_MOST = 20_000;

type Entry = { readonly attempt: KeptAttempt } | { readonly settlement: Settlement };

/**
 * Remembers what calls used and spent. Nobody waits for it: rows are written together, ten times a second or as soon as
 * there are 256, again and again while the database is away, and at shutdown. A write whose outcome was lost on the way is
 * repeated; its attempts are then found, its spending is counted twice.
 */
@Injectable()
export class AiUsageLog implements OnApplicationShutdown {
  private readonly logger = new Logger('AI usage');
  private readonly dropped;
  private waiting: Entry[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();
  private failing = false;
  /** Writes serve many callers, so they run outside the identity and transaction of the one that triggers them. */
  private readonly detached = AsyncLocalStorage.snapshot();

  constructor(
    private readonly database: Database,
    private readonly usage: UsageRepository,
    private readonly spend: SpendRepository,
    metrics: Metrics,
  ) {
    this.dropped = metrics.counter(
      'ai_usage_rows_dropped_total',
      'Rows about AI usage that could not be kept',
    );
  }

  /** Answers the id of its row. */
  note(attempt: AiAttempt): string {
    const id = newId();
    this.add({ attempt: { ...attempt, id } });
    return id;
  }

  settle(settlement: Settlement): void {
    this.add({ settlement });
  }

  /** Writes what waits. Fails when the database does, and writes the rest later. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const done = this.writing.then(() => this.detached(() => this.writeAll()));
    this.writing = done.catch(() => {
      this.timer ??= this.later(AGAIN_AFTER_MS);
    });
    return done;
  }

  async onApplicationShutdown(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      this.dropped.inc(this.waiting.length);
      this.logger.error(`${this.waiting.length} rows about AI usage are lost: ${String(error)}`);
    }
    clearTimeout(this.timer);
  }

  private add(entry: Entry): void {
    if (this.waiting.length >= WAITING_AT_MOST) return this.dropped.inc();
    this.waiting.push(entry);
    if (this.waiting.length === ROWS_PER_WRITE && !this.failing) void this.tryFlush();
    else this.timer ??= this.later(WRITE_AFTER_MS);
  }

  private later(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.tryFlush(), ms).unref();
  }

  private async tryFlush(): Promise<void> {
    try {
      await this.flush();
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn(`AI usage cannot be written at the moment: ${String(error)}`);
      this.failing = true;
      clearTimeout(this.timer);
      this.timer = this.later(AGAIN_AFTER_MS);
    }
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, ROWS_PER_WRITE);
      await this.write(batch);
      this.waiting.splice(0, batch.length);
    }
  }

  private async write(batch: readonly Entry[]): Promise<void> {
    try {
      await this.database.transaction(async () => {
        await this.usage.keep(batch.flatMap((entry) => ('attempt' in entry ? [entry.attempt] : [])));
        await this.spend.settle(batch.flatMap((entry) => ('settlement' in entry ? [entry.settlement] : [])));
      });
    } catch (error) {
      if (!this.usage.isAboutOneRow(error)) throw error;
      if (batch.length > 1) {
        for (const entry of batch) await this.write([entry]);
        return;
      }
      this.dropped.inc();
      this.logger.error({ err: error }, 'A row about AI usage cannot be kept');
    }
  }
}
