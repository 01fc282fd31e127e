import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import type { Job } from './job.js';
import { LocalWake } from './local-wake.js';
import { checkedPayload } from './payload.js';
import { Queue } from './queue.js';

export interface SendOptions {
  /** At most one job with this key is added per `singletonSeconds` (1), whichever instance asks. */
  readonly singletonKey?: string;
  readonly singletonSeconds?: number;
  readonly startAfter?: Date;
}

/** Asks for work to be done later. */
@Injectable()
export class Jobs {
  constructor(
    private readonly queue: Queue,
    private readonly database: Database,
    private readonly wake: LocalWake,
  ) {}

  /** Inside a transaction the job exists only if the transaction commits. Answers whether a job was added. */
  async send<Payload extends object>(
    job: Job<Payload>,
    payload: NoInfer<Payload>,
    options: SendOptions = {},
  ): Promise<boolean> {
    const id = await this.queue.boss.send(job.name, checkedPayload(job, payload), {
      ...(options.startAfter && { startAfter: options.startAfter }),
      ...(options.singletonKey !== undefined && {
        singletonKey: options.singletonKey,
        singletonSeconds: options.singletonSeconds ?? 1,
      }),
    });
    if (id !== null && !options.startAfter) this.database.onCommit(() => this.wake.ring(job.name));
    return id !== null;
  }

  /** Adds one job for each payload, in one statement; under ids of the caller's where those are given. */
  async sendAll<Payload extends object>(
    job: Job<Payload>,
    payloads: readonly NoInfer<Payload>[],
    ids?: readonly string[],
  ): Promise<void> {
    if (payloads.length === 0) return;
    const jobs = payloads.map((payload, at) => ({
      data: checkedPayload(job, payload),
      ...(ids?.[at] !== undefined && { id: ids[at] }),
    }));
    await this.queue.boss.insert(job.name, jobs);
    this.database.onCommit(() => this.wake.ring(job.name));
  }
}
