import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { type AddUpCounts, AddUpCountsJob } from './count.jobs.js';
import { CountRepository } from './count.repository.js';

const DELTAS_AT_ONCE = 5_000;

@Injectable()
@Handles(AddUpCountsJob)
export class AddUpCountsHandler implements JobHandler<AddUpCounts> {
  constructor(private readonly counts: CountRepository) {}

  async handle(_: AddUpCounts, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) if ((await this.counts.addUp(DELTAS_AT_ONCE)) < DELTAS_AT_ONCE) return;
  }
}
