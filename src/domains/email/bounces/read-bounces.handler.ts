import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { type ReadBounces, ReadBouncesJob } from './bounce.jobs.js';
import { BounceReader } from './bounce-reader.js';

/** Reads the mailbox for bounces to its end. */
@Injectable()
@Handles(ReadBouncesJob)
export class ReadBouncesHandler implements JobHandler<ReadBounces> {
  constructor(private readonly reader: BounceReader) {}

  async handle(_: ReadBounces, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) if ((await this.reader.batch()) === 0) return;
  }
}
