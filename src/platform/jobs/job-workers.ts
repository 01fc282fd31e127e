import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { SchemaAccess } from '#platform/database/schema-access';
import { HANDLES } from './handles.decorator.js';
import { declaredJobs, type Job, type JobHandler, RETRY_LIMIT } from './job.js';
import { JobEndings } from './job-endings.js';
import { JobTenants } from './job-tenants.js';
import { LocalWake } from './local-wake.js';
import { checkedPayload } from './payload.js';
import { Queue } from './queue.js';
import { installQueue } from './queue-schema.js';

const STOP_WITHIN_MS = 20_000;
/** A worker is told when there is something to do; this is for what nobody has told it. */
const LOOKS_ITSELF_EVERY_SECONDS = 60;

/** Hands every waiting job to its handler. Refuses to start while a declared job has no handler, or two. */
@Injectable()
export class JobWorkers implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly stopping = new AbortController();

  constructor(
    private readonly queue: Queue,
    private readonly tenants: JobTenants,
    private readonly schema: SchemaAccess,
    private readonly discovery: DiscoveryService,
    private readonly wake: LocalWake,
    private readonly endings: JobEndings,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.schema.with((connection) => installQueue(connection, this.queue.backend));
    await this.queue.boss.start();
  }

  async onApplicationBootstrap(): Promise<void> {
    const work = declaredJobs().map((job) => ({ job, handler: this.handlerOf(job) }));
    if (!this.queue.isWorkedOn) return;
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
      pollingIntervalSeconds: LOOKS_ITSELF_EVERY_SECONDS,
      includeMetadata: true as const,
    };
    const worker = await this.queue.boss.work<object>(job.name, options, async ([taken]) => {
      if (!taken) return;
      const signal = AbortSignal.any([taken.signal, this.stopping.signal]);
      try {
        const payload = checkedPayload(job, taken.data);
        await this.tenants.as(job, payload, taken.id, () =>
          handler.handle(payload, { id: taken.id, attempt: taken.retryCount + 1, signal }),
        );
        await this.endings.tell(job, { id: taken.id, attempt: taken.retryCount + 1, isLast: true });
      } catch (error) {
        this.logger.error(
          { err: error, job: job.name, id: taken.id, attempt: taken.retryCount + 1 },
          'A job failed',
        );
        const isLast = taken.retryCount >= (job.options.retryLimit ?? RETRY_LIMIT);
        await this.endings.tell(job, { id: taken.id, attempt: taken.retryCount + 1, isLast, error });
        throw error;
      } finally {
        // Where there was one there may be more; the poll's pause is for queues that are empty.
        this.wake.ring(job.name);
      }
    });
    this.wake.answer(job.name, () => this.queue.boss.notifyWorker(worker));
  }
}
