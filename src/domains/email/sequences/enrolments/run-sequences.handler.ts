import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { SequenceExits } from '../exits/sequence-exits.js';
import { type RunSequences, RunSequencesJob } from './sequence.jobs.js';
import { SequenceRun } from './sequence-run.js';

/** Lets those go who have left meanwhile, and takes everybody who is due a step further, some hundreds in each transaction. */
@Injectable()
@Handles(RunSequencesJob)
export class RunSequencesHandler implements JobHandler<RunSequences> {
  constructor(
    private readonly exits: SequenceExits,
    private readonly run: SequenceRun,
  ) {}

  async handle(_: RunSequences, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) if ((await this.exits.barred()) === 0) break;
    while (!signal.aborted) if ((await this.run.batch()) === 0) return;
  }
}
