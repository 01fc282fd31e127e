import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { type AskedByClock, MeasureBacklogJob } from '../content.jobs.js';
import { BacklogRepository } from './backlog.repository.js';

/** Measuring takes the process's time, so not many are measured before others are let in. */
const AT_ONCE = 20;

@Handles(MeasureBacklogJob)
@Injectable()
export class MeasureBacklogHandler implements JobHandler<AskedByClock> {
  constructor(private readonly backlog: BacklogRepository) {}

  async handle(_: AskedByClock, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) if ((await this.backlog.measure(AT_ONCE)) < AT_ONCE) return;
  }
}
