import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { WalkRepository } from '../following/walk.repository.js';
import { MemberRepository } from './member.repository.js';
import { type FillSegment, FillSegmentJob } from './segment.jobs.js';
import { SegmentRepository } from './segment.repository.js';

const LEADS_AT_ONCE = 5_000;
/** Well before the attempt expires the rest is left to a new job. */
const TURN_MS = 5 * 60_000;

/**
 * Looks for the members of a segment among all leads, some thousands in each transaction. Who comes in this way has not moved:
 * nothing is noted with the leads. A worker that died is followed by one that goes on where it was.
 */
@Injectable()
@Handles(FillSegmentJob)
export class FillSegmentHandler implements JobHandler<FillSegment> {
  constructor(
    private readonly database: Database,
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly walk: WalkRepository,
    private readonly jobs: Jobs,
  ) {}

  async handle(task: FillSegment, { signal }: JobRun): Promise<void> {
    const until = Date.now() + TURN_MS;
    while (await this.step(task)) {
      signal.throwIfAborted();
      if (Date.now() < until) continue;
      await this.jobs.send(FillSegmentJob, task);
      return;
    }
  }

  /** Whether there is more to do. A segment that is gone, or has got another filter, is left to others. */
  private step({ ownerId, segmentId, revision }: FillSegment): Promise<boolean> {
    return this.database.transaction(async () => {
      const segment = await this.segments.holdFilling(ownerId, segmentId, revision);
      if (!segment) return false;
      const after = segment.filled_to;
      const upTo = await this.walk.stepBehind(ownerId, after, LEADS_AT_ONCE);
      await this.members.settle(ownerId, [segment], { after, upTo }, false);
      await this.members.expect(ownerId, [segment.filter], { after, upTo });
      await this.segments.filledTo(ownerId, segmentId, upTo);
      return upTo !== null;
    });
  }
}
