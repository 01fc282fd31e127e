import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { Engine } from './engine.js';
import { OutsideCalls } from './outside-calls.js';
import { type AdvanceInstances, AdvanceInstancesJob, MakeCallsJob } from './run.jobs.js';

/** A job is to be short; the clock asks for the next. */
const LONGEST_RUN_MS = 120_000;

/** Owners take turns, a batch each, until nothing of anybody's is due. */
@Injectable()
@Handles(AdvanceInstancesJob)
export class AdvanceInstancesHandler implements JobHandler<AdvanceInstances> {
  constructor(
    private readonly engine: Engine,
    private readonly jobs: Jobs,
  ) {}

  async handle(_: AdvanceInstances, { signal }: JobRun): Promise<void> {
    const stop = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_RUN_MS)]);
    let advanced = 0;
    do {
      advanced = 0;
      for (const owner of await this.engine.owners())
        if (!stop.aborted) advanced += await this.engine.advance(owner);
      if (advanced > 0) await this.jobs.send(MakeCallsJob, { askedBy: 'owner' });
    } while (advanced > 0 && !stop.aborted);
  }
}

@Injectable()
@Handles(MakeCallsJob)
export class MakeCallsHandler implements JobHandler<AdvanceInstances> {
  constructor(
    private readonly calls: OutsideCalls,
    private readonly jobs: Jobs,
  ) {}

  async handle(_: AdvanceInstances, { signal }: JobRun): Promise<void> {
    await this.calls.make(signal, AbortSignal.timeout(LONGEST_RUN_MS));
    await this.jobs.send(AdvanceInstancesJob, { askedBy: 'owner' });
  }
}
