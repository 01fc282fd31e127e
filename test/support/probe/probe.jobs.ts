import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler, type JobRun } from '#platform/jobs/job';

export class Errand {
  @IsUUID()
  ownerId!: string;

  @IsString()
  name!: string;

  /** `fail` always, `fail-once` on the first attempt, `linger` until told to stop, `stall` for three seconds. */
  @IsOptional()
  @IsIn(['fail', 'fail-once', 'linger', 'stall'])
  how?: string;
}

export const ErrandJob = defineJob('probe.run-errand', Errand, {
  tenant: 'ownerId',
  retryLimit: 1,
  concurrency: 4,
});

export interface Attempt {
  name: string;
  attempt: number;
  identity: unknown;
  outcome: 'running' | 'done' | 'stopped' | 'failed';
}

/** Writes down what it was asked to do, and as whom. */
@Injectable()
@Handles(ErrandJob)
export class ErrandHandler implements JobHandler<Errand> {
  readonly attempts: Attempt[] = [];
  private readonly logger = new Logger(ErrandHandler.name);

  constructor(private readonly database: Database) {}

  async handle({ name, how }: Errand, run: JobRun): Promise<void> {
    const entry: Attempt = {
      name,
      attempt: run.attempt,
      identity: this.database.identity,
      outcome: 'running',
    };
    this.attempts.push(entry);
    process.stdout.write(`errand ${name} begun\n`);
    this.logger.log({ errand: name }, 'The errand is run');
    if (how === 'linger') {
      await sleep(30_000, undefined, { signal: run.signal }).catch(() => undefined);
      entry.outcome = 'stopped';
      process.stdout.write(`errand ${name} stopped\n`);
      throw new Error('handed back');
    }
    if (how === 'stall') await sleep(3_000);
    entry.outcome = how === 'fail' || (how === 'fail-once' && run.attempt === 1) ? 'failed' : 'done';
    if (entry.outcome === 'failed') throw new Error('the errand failed');
    process.stdout.write(`errand ${name} done\n`);
  }

  of(name: string): Attempt[] {
    return this.attempts.filter((attempt) => attempt.name === name);
  }
}
