import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { type AskedByClock, PublishDueJob } from '../content.jobs.js';
import { DueRepository } from './due.repository.js';

const AT_ONCE = 500;

/** Publishes what is due, some hundreds in each statement: where it is ended, each piece is either published or still due. */
@Handles(PublishDueJob)
@Injectable()
export class PublishDueHandler implements JobHandler<AskedByClock> {
  constructor(private readonly due: DueRepository) {}

  async handle(_: AskedByClock, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) if ((await this.due.publish(AT_ONCE)) < AT_ONCE) return;
  }
}
