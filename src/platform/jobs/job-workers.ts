import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { SchemaAccess } from '#platform/database/schema-access';
import { HANDLES } from './handles.decorator.js';
import { declaredJobs, type Job, type JobHandler } from './job.js';
import { LocalWake } from './local-wake.js';
import { checkedPayload } from './payload.js';
import { Queue } from './queue.js';
import { installQueue } from './queue-schema.js';

const STOP_WITHIN_MS = 20_000;

/** Hands every waiting job to its handler. Refuses to start while a declared job has no handler, or two. */
@Injectable()
export class JobWorkers implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly stopping = new AbortController();

  constructor(
    private readonly queue: Queue,
    private readonly database: Database,
    private readonly schema: SchemaAccess,
    private readonly discovery: DiscoveryService,
    private readonly settings: Settings,
    private readonly wake: LocalWake,
  ) {}

  async onModuleInit(): Promise<void> {
    const backend = this.database.server.kind === 'embedded' ? 'pglite' : 'postgres';
    await this.schema.with((connection) => installQueue(connection, backend));
    await this.queue.boss.start();
  }

  async onApplicationBootstrap(): Promise<void> {
    const work = declaredJobs().map((job) => ({ job, handler: this.handlerOf(job) }));
    if (!this.settings.plays('worker')) return;
    for (const { job, handler } of work) await this.listen(job, handler);
  }

  /** Tells running handlers to stop, waits for them, and leaves what they gave back to other workers. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.queue.boss.stop({ graceful: true, close: false, timeout: STOP_WITHIN_MS });
  }

  private handlerOf(job: Job): JobHandler<object> {
    const found = this.discovery
      .getProviders()
      .filter(({ metatype }) => metatype && Reflect.getMetadata(HANDLES, metatype) === job);
    if (found.length !== 1)
      throw new Error(`Job ${job.name} needs exactly one @Handles class, found ${found.length}.`);
    return found[0]?.instance as JobHandler<object>;
  }

  private async listen(job: Job, handler: JobHandler<object>): Promise<void> {
    const options = {
      batchSize: 1,
      localConcurrency: job.options.concurrency ?? 1,
      pollingIntervalSeconds: job.options.pollingSeconds ?? 2,
      includeMetadata: true as const,
    };
    const worker = await this.queue.boss.work<object>(job.name, options, async ([taken]) => {
      if (!taken) return;
      const signal = AbortSignal.any([taken.signal, this.stopping.signal]);
      try {
        const payload = checkedPayload(job, taken.data);
        await this.asTenant(job, payload, () =>
          handler.handle(payload, { id: taken.id, attempt: taken.retryCount + 1, signal }),
        );
      } catch (error) {
        this.logger.error(
          { err: error, job: job.name, id: taken.id, attempt: taken.retryCount + 1 },
          'A job failed',
        );
        throw error;
      } finally {
        // Where there was one there may be more; the poll's pause is for queues that are empty.
        this.wake.ring(job.name);
      }
    });
    this.wake.answer(job.name, () => this.queue.boss.notifyWorker(worker));
  }

  private asTenant(job: Job, payload: object, work: () => Promise<void>): Promise<void> {
    const field = job.options.tenant;
    if (field === undefined) return work();
    return this.database.as(String((payload as Record<string, unknown>)[field]), work);
  }
}
