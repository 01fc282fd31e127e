import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import { type JobEnding, JobEndings } from '#platform/jobs/job-endings';
import { JobStates } from '#platform/jobs/job-states';
import { ExecutionRepository } from './execution.repository.js';
import { Firings } from './firings.js';
import { type FiringPayload, SCHEDULE_KINDS, type ScheduleKind } from './schedule-kind.js';

const LONG_SECONDS = 600;
const AT_ONCE = 500;

/** Notes how firings end, which frees their places for those that wait. */
@Injectable()
export class FiringEnds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly executions: ExecutionRepository,
    private readonly firings: Firings,
    private readonly endings: JobEndings,
    private readonly states: JobStates,
    @Inject(SCHEDULE_KINDS) private readonly kinds: readonly ScheduleKind[],
  ) {}

  onModuleInit(): void {
    for (const { job } of this.kinds) this.endings.listen(job, (ending) => this.noted(ending));
  }

  /** Ends those whose process is gone and whose jobs nobody takes up any more. */
  async sweep(): Promise<void> {
    const old = await this.database.asService('clock.schedules', () =>
      this.executions.longAtWork(LONG_SECONDS, AT_ONCE),
    );
    for (const { id, done, attempts } of await this.states.over(old.map((one) => one.id)))
      await this.ended(id, done ? null : 'The run was cut off.', attempts);
  }

  /** A firing whose handler says that it has failed for good. */
  async fail(ownerId: string, firing: FiringPayload, error: string): Promise<void> {
    const execution = await this.executions.find(ownerId, firing);
    if (execution) await this.ended(execution.id, error, execution.attempts + 1);
  }

  /** Gives those that wait for their turn the places that are free. */
  async promoteWaiting(scheduleId: string): Promise<void> {
    while (await this.followUp(scheduleId));
  }

  private noted({ id, attempt, isLast, error }: JobEnding): Promise<void> {
    const told = error === undefined ? null : sentenceOf(error);
    return isLast ? this.ended(id, told, attempt) : this.executions.tried(id, { attempt, error: told });
  }

  /** The place and who gets it are one transaction: who waits is never left without anybody who would call. */
  private ended(id: string, error: string | null, attempt: number): Promise<void> {
    const status = error === null ? 'completed' : 'failed';
    return this.database.transaction(async () => {
      const waiting = await this.executions.end(id, { status, attempt, error });
      if (waiting !== undefined) await this.promoteWaiting(waiting);
    });
  }

  private followUp(scheduleId: string): Promise<boolean> {
    return this.database.asService('clock.schedules', () =>
      this.database.transaction(async () => {
        const next = await this.executions.promote(scheduleId);
        if (next) await this.firings.send([{ ...next, dueAt: new Date(next.dueAt).toISOString() }]);
        return next !== undefined;
      }),
    );
  }
}

/** What an owner may read: our own sentences, nothing of what is inside. */
function sentenceOf(error: unknown): string {
  return error instanceof AppError ? error.message : 'Something unexpected went wrong.';
}
