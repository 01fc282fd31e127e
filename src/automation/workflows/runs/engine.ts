import { Inject, Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { Database } from '#platform/database/database';
import { isConnectionLost, isRaceLost } from '#platform/database/database.errors';
import { versionKey } from '../definitions/definition-book.js';
import { Boarding } from './boarding.js';
import { ClaimRepository } from './claim.repository.js';
import { failureOf } from './failure.js';
import { SettleRepository } from './settle.repository.js';
import { type Settlement, settled } from './settlement.js';
import { STEP_WORKERS, StepWorker } from './step-worker.js';
import type { Outcome, Visit } from './visit.js';

const AT_ONCE = 200;

/**
 * Takes instances one step further. What a step within the database writes is committed with its outcome, in one transaction
 * for a batch of instances: a worker that is killed leaves them where they were, and no step is done twice or lost.
 */
@Injectable()
export class Engine {
  private readonly logger = new Logger('Workflows');
  private readonly workers: ReadonlyMap<string, StepWorker>;

  constructor(
    private readonly database: Database,
    private readonly feed: LeadFeed,
    private readonly claims: ClaimRepository,
    private readonly boarding: Boarding,
    private readonly settlements: SettleRepository,
    @Inject(STEP_WORKERS) workers: readonly StepWorker[],
  ) {
    this.workers = new Map(workers.map((worker) => [worker.type, worker]));
  }

  owners(): Promise<string[]> {
    return this.claims.owners('inside');
  }

  /**
   * One step for up to 200 of the owner's instances that are due; answers how many that were. Where that fails it is done one by
   * one, and those for which it fails stand back, so that nobody waits for them.
   */
  advance(ownerId: string): Promise<number> {
    return this.database.as(ownerId, async () => {
      const taken: string[] = [];
      try {
        return await this.batch(ownerId, null, taken);
      } catch (error) {
        if (taken.length === 0) throw error;
        this.logger.warn({ err: error, owner: ownerId }, 'Instances are taken further one by one');
        for (const id of taken) await this.alone(ownerId, id);
        return taken.length;
      }
    });
  }

  private async alone(ownerId: string, id: string): Promise<void> {
    try {
      await this.batch(ownerId, [id]);
    } catch (error) {
      this.logger.error({ err: error, execution: id }, 'An instance could not be taken further');
      await this.claims.postpone(ownerId, [id]);
    }
  }

  private batch(ownerId: string, among: readonly string[] | null, held: string[] = []): Promise<number> {
    return this.database.transaction(async () => {
      await this.feed.holdBack(ownerId);
      const { executions, now, seen } = await this.claims.take(ownerId, 'inside', AT_ONCE, among);
      held.splice(0, held.length, ...executions.map(({ id }) => id));
      if (executions.length === 0) return 0;
      const { visits, settlements, all } = await this.boarding.board(ownerId, executions, now);
      const done: Settlement[] = [...settlements];
      const groups = Map.groupBy(visits, ({ execution, step }) => `${versionKey(execution)} ${step.id}`);
      for (const group of groups.values()) done.push(...(await this.worked(group)));
      await this.settlements.settle(ownerId, done, { visits: all, seen });
      return executions.length;
    });
  }

  private async worked(visits: readonly Visit[]): Promise<Settlement[]> {
    const outcomes = await this.tried(visits);
    return visits.map((visit, at) => settled(visit, outcomes[at] ?? UNANSWERED));
  }

  /** All at once; where that fails, one by one, so that nobody fails for another. */
  private async tried(visits: readonly Visit[]): Promise<readonly Outcome[]> {
    const [first, ...others] = visits;
    if (!first) return [];
    const worker = this.workers.get(first.step.type);
    if (!worker) return visits.map(() => unknownType(first.step.type));
    try {
      return await this.database.savepoint(() => worker.work([first, ...others]));
    } catch (error) {
      // The whole transaction is begun anew, or by somebody else.
      if (isRaceLost(error) || isConnectionLost(error)) throw error;
      if (others.length > 0) {
        const outcomes: Outcome[] = [];
        for (const visit of visits) outcomes.push(...(await this.tried([visit])));
        return outcomes;
      }
      if (!(error instanceof AppError))
        this.logger.error(
          { err: error, execution: first.execution.id, step: first.step.id },
          'A step failed',
        );
      return [failureOf(error)];
    }
  }
}

const UNANSWERED: Outcome = {
  kind: 'fail',
  code: 'internal/unexpected',
  message: 'The step gave no answer.',
  final: false,
};

function unknownType(type: string): Outcome {
  return {
    kind: 'fail',
    code: 'workflows/step-type-unknown',
    message: `There are no steps of type ${type} here.`,
    final: false,
  };
}
