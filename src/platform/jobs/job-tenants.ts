import { Injectable, Logger } from '@nestjs/common';
import { Accounts } from '#platform/accounts/accounts';
import { Database } from '#platform/database/database';
import type { Job } from './job.js';
import { TenantJobs } from './tenant-jobs.js';

/** Does a job as its tenant. For one whose account rests it waits, and for one whose account is closed it is never done. */
@Injectable()
export class JobTenants {
  private readonly logger = new Logger('Jobs');

  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly jobs: TenantJobs,
  ) {}

  async as(job: Job, payload: object, jobId: string, work: () => Promise<void>): Promise<void> {
    const field = job.options.tenant;
    if (field === undefined) return work();
    const userId = String((payload as Record<string, unknown>)[field]);
    const { state } = await this.accounts.standing(userId);
    if (state === 'open' || (state === 'resting' && job.options.whileResting))
      return this.database.as(userId, work);
    if (state === 'resting') await this.jobs.putOffTaken(jobId);
    this.logger.log({ job: job.name, id: jobId }, `A job was not done: its account is ${state}`);
  }
}
