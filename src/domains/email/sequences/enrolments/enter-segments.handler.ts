import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { SequenceRepository } from '../sequence.repository.js';
import { SequenceEntry } from './sequence-entry.js';
import { type EnterSegments, EnterSegmentsJob, RunSequencesJob } from './sequence.jobs.js';

/** Well before the attempt expires the rest is left to a new job. */
const TURN_MS = 5 * 60_000;

/**
 * Lets the rest of large segments into a sequence, a thousand leads in each transaction. An attempt that is made again lets nobody
 * in twice; a sequence that was stopped or deleted meanwhile is left alone.
 */
@Injectable()
@Handles(EnterSegmentsJob)
export class EnterSegmentsHandler implements JobHandler<EnterSegments> {
  constructor(
    private readonly database: Database,
    private readonly sequences: SequenceRepository,
    private readonly entry: SequenceEntry,
    private readonly jobs: Jobs,
  ) {}

  async handle(task: EnterSegments, { signal }: JobRun): Promise<void> {
    const until = Date.now() + TURN_MS;
    let after = await this.step(task);
    while (after !== null) {
      signal.throwIfAborted();
      if (Date.now() >= until) {
        await this.jobs.send(EnterSegmentsJob, { ...task, after });
        return;
      }
      after = await this.step({ ...task, after });
    }
  }

  /** Where to go on; null when there is nothing more to do. */
  private step({ ownerId, sequenceId, ...walk }: EnterSegments): Promise<string | null> {
    return this.database.transaction(async () => {
      const sequence = await this.sequences.share(ownerId, sequenceId);
      if (!sequence || sequence.status === 'stopped') return null;
      const { enrolled, after } = await this.entry.next(ownerId, sequence, walk);
      if (enrolled > 0 && sequence.status === 'active')
        await this.jobs.send(RunSequencesJob, { askedBy: 'owner' });
      return after;
    });
  }
}
