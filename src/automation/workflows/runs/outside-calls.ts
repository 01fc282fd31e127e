import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { Database } from '#platform/database/database';
import { Boarding } from './boarding.js';
import { ClaimRepository } from './claim.repository.js';
import { failureOf } from './failure.js';
import { SettleRepository } from './settle.repository.js';
import { calling, type Settlement, settled } from './settlement.js';
import { OUTSIDE_WORKERS, OutsideWorker } from './step-worker.js';
import type { Outcome, Visit } from './visit.js';

const LANES = 16;
const STRAGGLERS_MS = 250;
/** Of the lease stays so much for writing down what came of a call. */
const CALL_ENDS_BEFORE_LEASE_MS = 3_000;
const WRITE_AGAIN_MS = [100, 500, 2_000];

/** A visit whose call is ours until the lease runs out. */
interface Call {
  readonly visit: Visit;
  readonly worker: OutsideWorker;
  /** By `performance.now()`. */
  readonly began: number;
}

/**
 * Steps that reach beyond the database. That a call begins is committed before it, what came of it after it; between the two
 * no transaction is open. Who takes up a call whose worker was lost makes it again, under the same name.
 */
@Injectable()
export class OutsideCalls {
  private readonly logger = new Logger('Workflows');
  private readonly workers: ReadonlyMap<string, OutsideWorker>;

  constructor(
    private readonly database: Database,
    private readonly feed: LeadFeed,
    private readonly claims: ClaimRepository,
    private readonly boarding: Boarding,
    private readonly settlements: SettleRepository,
    @Inject(OUTSIDE_WORKERS) workers: readonly OutsideWorker[],
  ) {
    this.workers = new Map(workers.map((worker) => [worker.type, worker]));
  }

  /** Makes what is due until there is no more, or until `enough`; `stop` breaks off what is under way. Owners take turns. */
  async make(stop: AbortSignal, enough: AbortSignal): Promise<void> {
    const turns: string[] = [];
    let busy = 0;
    let refilling: Promise<void> | undefined;
    const refill = async () => void turns.push(...(await this.claims.owners('outside')));
    const lane = async (): Promise<void> => {
      while (!stop.aborted && !enough.aborted) {
        if (turns.length === 0) await (refilling ??= refill().finally(() => (refilling = undefined)));
        const owner = turns.shift();
        if (owner !== undefined) {
          busy += 1;
          await this.one(owner, stop).finally(() => (busy -= 1));
        } else if (busy === 0) return;
        else await sleep(STRAGGLERS_MS, undefined, { signal: stop }).catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** What fails once an instance is found concerns that instance alone. */
  private async one(ownerId: string, stop: AbortSignal): Promise<void> {
    await this.database.as(ownerId, async () => {
      const taken: string[] = [];
      try {
        const call = await this.begun(ownerId, taken);
        if (!call) return;
        const outcome = await this.called(call, stop);
        // What a process that is told to stop has not brought to an end is made again by another, at once.
        await this.written(ownerId, call, outcome);
      } catch (error) {
        if (taken.length === 0) throw error;
        this.logger.error({ err: error, owner: ownerId, executions: taken }, 'A call came to nothing');
        await this.claims.postpone(ownerId, taken);
      }
    });
  }

  private begun(ownerId: string, held: string[]): Promise<Call | undefined> {
    return this.database.transaction(async () => {
      const { executions, now, seen } = await this.claims.take(ownerId, 'outside', 1);
      held.splice(0, held.length, ...executions.map(({ id }) => id));
      if (executions.length === 0) return undefined;
      const { visits, settlements, all } = await this.boarding.board(ownerId, executions, now);
      const [visit] = visits;
      const worker = visit && this.workers.get(visit.step.type);
      const done: Settlement[] = [...settlements];
      if (visit) done.push(worker ? calling(visit, leaseOf(visit, worker)) : settled(visit, unknown(visit)));
      await this.settlements.settle(ownerId, done, { visits: all, seen });
      return visit && worker && { visit, worker, began: performance.now() };
    });
  }

  private async called({ visit, worker }: Call, stop: AbortSignal): Promise<Outcome> {
    const longest = worker.leaseSeconds * 1_000 - CALL_ENDS_BEFORE_LEASE_MS;
    const signal = AbortSignal.any([stop, AbortSignal.timeout(longest)]);
    try {
      return await worker.call(visit, signal);
    } catch (error) {
      if (stop.aborted) return { kind: 'wait', until: new Date() };
      if (!(error instanceof AppError) && !signal.aborted)
        this.logger.error(
          { err: error, execution: visit.execution.id, step: visit.step.id },
          'A call failed',
        );
      return failureOf(error);
    }
  }

  /**
   * What cannot be written now is tried for a while. What must not be written at all ends the step; what nobody foresaw counts as
   * a failure of it, so that the call is not made without end.
   */
  private async written(ownerId: string, { visit: begun, began }: Call, outcome: Outcome): Promise<void> {
    const { execution } = begun;
    const now = new Date(begun.now.getTime() + performance.now() - began);
    const visit: Visit = { ...begun, now, execution: { ...execution, looked: true } };
    let failure: Outcome & { kind: 'fail' } = failureOf(undefined);
    for (const pause of [0, ...WRITE_AGAIN_MS]) {
      await sleep(pause);
      try {
        return await this.write(ownerId, visit, outcome);
      } catch (error) {
        this.logger.warn({ err: error, execution: execution.id }, 'What came of a call could not be written');
        failure = failureOf(error);
        if (!(error instanceof AppError) || error.kind === 'unavailable') continue;
        return this.write(ownerId, visit, { ...failure, final: true });
      }
    }
    await this.write(ownerId, visit, failure);
  }

  private write(ownerId: string, visit: Visit, outcome: Outcome): Promise<void> {
    const { execution } = visit;
    const settlement = { ...settled(visit, outcome), attempt: execution.attempt + 1 };
    return this.database.transaction(async () => {
      await this.feed.holdBack(ownerId);
      const visits = new Map([[execution.id, visit]]);
      const ours = await this.settlements.settle(ownerId, [settlement], { visits, seen: null });
      if (ours.size > 0 && outcome.kind === 'go') await outcome.commit?.();
    });
  }
}

function leaseOf({ now }: Visit, { leaseSeconds }: OutsideWorker): Date {
  return new Date(now.getTime() + leaseSeconds * 1_000);
}

function unknown({ step: { type } }: Visit): Outcome {
  const message = `There are no steps of type ${type} here.`;
  return { kind: 'fail', code: 'workflows/step-type-unknown', message, final: false };
}
