import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { RunInterrupted } from '../agents.errors.js';
import { LeaseRepository } from './lease.repository.js';
import { RunExecutor, toRunError } from './run-executor.js';
import { ExecuteRunJob, type Resumption, ResumeRunsJob, type RunTask } from './run.jobs.js';

@Injectable()
@Handles(ExecuteRunJob)
export class ExecuteRunHandler implements JobHandler<RunTask> {
  constructor(private readonly executor: RunExecutor) {}

  handle({ ownerId, runId }: RunTask, { signal }: JobRun): Promise<void> {
    return this.executor.execute(ownerId, runId, signal);
  }
}

/** Sends runs on whose process is gone; one that was taken three times is ended instead. */
@Injectable()
@Handles(ResumeRunsJob)
export class ResumeRunsHandler implements JobHandler<Resumption> {
  constructor(
    private readonly leases: LeaseRepository,
    private readonly jobs: Jobs,
  ) {}

  async handle(): Promise<void> {
    const abandoned = await this.leases.abandoned(toRunError(new RunInterrupted()));
    await Promise.all(
      abandoned.map(({ id: runId, userId: ownerId }) =>
        this.jobs.send(ExecuteRunJob, { ownerId, runId }, { singletonKey: runId, singletonSeconds: 30 }),
      ),
    );
  }
}
