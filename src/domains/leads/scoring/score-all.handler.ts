import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { Follower } from '../following/follower.js';
import { WalkRepository } from '../following/walk.repository.js';
import { type ScoreAll, ScoreAllJob } from './score.jobs.js';
import { RulesInForce } from './rules-in-force.js';
import { ScoreRunRepository } from './score-run.repository.js';

const LEADS_AT_ONCE = 2_000;
/** Well before the attempt expires the rest is left to a new job. */
const TURN_MS = 5 * 60_000;
const LAST_ATTEMPT = 4;

/**
 * Scores all leads of an owner, some thousands in each statement, which is one transaction with what it adds to the counters:
 * a worker that died is followed by one that goes on where it was, and a run that is cancelled stops between two of them.
 */
@Injectable()
@Handles(ScoreAllJob)
export class ScoreAllHandler implements JobHandler<ScoreAll> {
  constructor(
    private readonly database: Database,
    private readonly runs: ScoreRunRepository,
    private readonly rules: RulesInForce,
    private readonly walk: WalkRepository,
    private readonly follower: Follower,
    private readonly jobs: Jobs,
  ) {}

  async handle(task: ScoreAll, { signal, attempt }: JobRun): Promise<void> {
    const until = Date.now() + TURN_MS;
    try {
      while (await this.step(task)) {
        signal.throwIfAborted();
        if (Date.now() < until) continue;
        await this.jobs.send(ScoreAllJob, task);
        return;
      }
    } catch (error) {
      if (!signal.aborted && attempt >= LAST_ATTEMPT)
        await this.runs.end(
          task.ownerId,
          task.runId,
          'failed',
          'Scoring failed several times. Please try again.',
        );
      throw error;
    }
  }

  /** Whether there is more to do. */
  private step({ ownerId, runId }: ScoreAll): Promise<boolean> {
    return this.database.transaction(async () => {
      const run = await this.runs.hold(ownerId, runId);
      if (!run || (run.status !== 'queued' && run.status !== 'running')) return false;
      if (run.status === 'queued') await this.runs.begin(ownerId, runId, await this.walk.count(ownerId));
      const rules = await this.rules.ofVersion(ownerId, run.version_id);
      const upTo = await this.walk.stepBehind(ownerId, run.done_to, LEADS_AT_ONCE);
      const outcome = await this.follower.follow(ownerId, { after: run.done_to, upTo }, rules);
      await this.runs.advance(ownerId, runId, { ...outcome, upTo });
      return upTo !== null;
    });
  }
}
