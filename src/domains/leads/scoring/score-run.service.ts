import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import type { ScoreRun } from './score.dto.js';
import { ScoreRunNotFound, ScoreRunOver, ScoringUnderWay } from './score.errors.js';
import { ScoreAllJob } from './score.jobs.js';
import { RulesInForce } from './rules-in-force.js';
import { ScoreRunRepository } from './score-run.repository.js';

/** All leads of an owner scored anew, in the background. */
@Injectable()
export class ScoreRunService {
  constructor(
    private readonly database: Database,
    private readonly runs: ScoreRunRepository,
    private readonly rules: RulesInForce,
    private readonly jobs: Jobs,
  ) {}

  /** Scores all leads by the rules in force; refused while that is under way. */
  async start(ownerId: string): Promise<ScoreRun> {
    try {
      return await this.database.transaction(async () => {
        const { id } = await this.rules.inForce(ownerId);
        return this.add(ownerId, id);
      });
    } catch (error) {
      throw breaksUnique(error, 'lead_score_runs_open') ? new ScoringUnderWay() : error;
    }
  }

  /** The same by rules that have just come in force: what is under way is cancelled. Belongs into a transaction. */
  async restart(ownerId: string, versionId: string): Promise<void> {
    await this.runs.end(ownerId, null, 'cancelled');
    await this.add(ownerId, versionId);
  }

  list(ownerId: string, page: PageQuery): Promise<Page<ScoreRun>> {
    return this.runs.list(ownerId, page);
  }

  async get(ownerId: string, runId: string): Promise<ScoreRun> {
    const run = isUuid(runId) ? await this.runs.find(ownerId, runId) : undefined;
    if (!run) throw new ScoreRunNotFound();
    return run;
  }

  /** What has been scored so far stays so. */
  async cancel(ownerId: string, runId: string): Promise<ScoreRun> {
    await this.get(ownerId, runId);
    if (!(await this.runs.end(ownerId, runId, 'cancelled'))) throw new ScoreRunOver();
    return this.get(ownerId, runId);
  }

  private async add(ownerId: string, versionId: string | null): Promise<ScoreRun> {
    const run = await this.runs.add(ownerId, versionId);
    await this.jobs.send(ScoreAllJob, { ownerId, runId: run.id });
    return run;
  }
}
