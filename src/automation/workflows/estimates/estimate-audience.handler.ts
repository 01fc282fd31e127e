import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { AudienceWalk, type WalkedPart } from './audience-walk.js';
import { type EstimateAudience, EstimateAudienceJob } from './estimate.jobs.js';
import { EstimateRepository } from './estimate.repository.js';

const LAST_ATTEMPT = 6;
const PAGES_PER_LOOK = 10;
const FAILED = 'Counting failed several times. Please ask for the estimate again.';

/** Counts an audience to its end. A worker that died is followed by one that goes on behind the last page that was kept. */
@Injectable()
@Handles(EstimateAudienceJob)
export class EstimateAudienceHandler implements JobHandler<EstimateAudience> {
  constructor(
    private readonly estimates: EstimateRepository,
    private readonly walk: AudienceWalk,
  ) {}

  async handle(key: EstimateAudience, run: JobRun): Promise<void> {
    try {
      await this.count(key, run.signal);
    } catch (error) {
      if (!run.signal.aborted && run.attempt >= LAST_ATTEMPT) await this.estimates.fail(key, FAILED);
      throw error;
    }
  }

  private async count(key: EstimateAudience, signal: AbortSignal): Promise<void> {
    let kept = await this.estimates.toWalk(key);
    while (kept) {
      let part: WalkedPart = { tally: kept.tally, cursor: kept.cursor, isOver: false };
      for (let page = 0; page < PAGES_PER_LOOK && !part.isOver; page++) {
        signal.throwIfAborted();
        part = await this.walk.step(key.ownerId, kept, part);
      }
      kept = await this.estimates.advance(key, part);
      if (part.isOver) return;
    }
  }
}
