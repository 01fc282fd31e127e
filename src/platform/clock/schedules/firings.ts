import { Inject, Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { Job } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { checkedPayload } from '#platform/jobs/payload';
import { timesDue } from './due.js';
import {
  type ClaimedSchedule,
  FiringRepository,
  type NewExecution,
  type Progress,
} from './firing.repository.js';
import { type FiringJob, SCHEDULE_KINDS, type ScheduleKind } from './schedule-kind.js';

/** Of all schedules that are claimed together. */
const TIMES_AT_ONCE = 5_000;
const UNFIT = 'What it is about or when cannot be read any more.';

/** What one firing sends. */
export interface Firing {
  /** Of the execution, and of its job. */
  readonly id: string;
  readonly ownerId: string;
  readonly jobId: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly dueAt: string;
}

/** Turns due times into jobs. */
@Injectable()
export class Firings {
  private readonly jobOf: ReadonlyMap<string, FiringJob>;

  constructor(
    private readonly database: Database,
    private readonly due: FiringRepository,
    private readonly jobs: Jobs,
    @Inject(SCHEDULE_KINDS) kinds: readonly ScheduleKind[],
  ) {
    this.jobOf = new Map(kinds.map(({ name, job }) => [name, job]));
  }

  /**
   * Claims up to so many due schedules, writes each due time down and sends its job, all in one transaction; answers how many
   * it has claimed. A time that has been written down before is never sent again.
   */
  fireDue(atMost: number): Promise<number> {
    return this.database.asService('clock.schedules', () =>
      this.database.transaction(async () => {
        const { now, due } = await this.due.claim(atMost);
        if (due.length === 0) return 0;
        const plans = this.plannedTogether(due, now);
        const recorded = await this.due.record(plans.flatMap(({ executions }) => executions));
        const sent = plans.flatMap(({ executions }) =>
          executions.filter(({ id, status }) => status === 'running' && recorded.has(id)),
        );
        await this.send(sent.map(firingOf));
        await this.due.advance(plans.map((plan) => progressOf(plan, recorded)));
        return plans.length;
      }),
    );
  }

  /** Sends the jobs of firings that have been written down; joins the running transaction. */
  async send(firings: readonly Firing[]): Promise<void> {
    const byKind = Map.groupBy(firings, ({ kind }) => kind);
    for (const [kind, some] of byKind) {
      const job = this.jobFor(kind) as Job;
      const payloads = some.map((firing) => this.payloadOf(firing));
      const ids = some.map(({ id }) => id);
      await this.jobs.sendAll(job, payloads, ids);
    }
  }

  /** Throws where the job of the kind would refuse the payload. */
  check(firing: Omit<Firing, 'id'>): void {
    checkedPayload(this.jobFor(firing.kind) as Job, this.payloadOf(firing));
  }

  private jobFor(kind: string): FiringJob {
    const job = this.jobOf.get(kind);
    if (!job) throw new Error(`There is no kind of schedule called ${kind}.`);
    return job;
  }

  /** Who owns the schedule is never taken from its payload. */
  private payloadOf({ kind, ownerId, jobId, dueAt, payload }: Omit<Firing, 'id'>): object {
    const { tenant } = this.jobFor(kind).options;
    return { ...payload, ...(tenant !== undefined && { [tenant]: ownerId }), jobId, dueAt };
  }

  /** As many as have no more due times than are written down at once; the others are claimed again. */
  private plannedTogether(due: readonly ClaimedSchedule[], now: Date): Plan[] {
    const plans: Plan[] = [];
    let times = 0;
    for (const schedule of due) {
      if (times >= TIMES_AT_ONCE) break;
      const plan = this.plannedAlone(schedule, now);
      plans.push(plan);
      times += plan.executions.length;
    }
    return plans;
  }

  /** One that was kept by older code and that its job would refuse now ends by itself, so that it holds up no other. */
  private plannedAlone(schedule: ClaimedSchedule, now: Date): Plan {
    const dueAt = new Date(schedule.nextDueAt ?? now);
    try {
      if (this.jobOf.has(schedule.kind)) this.check({ ...schedule, dueAt: dueAt.toISOString() });
      return this.planned(schedule, dueAt, now);
    } catch {
      const execution: NewExecution = { id: newId(), schedule, dueAt, status: 'skipped', error: UNFIT };
      return { schedule, executions: [execution], next: null, missed: UNFIT };
    }
  }

  private planned(schedule: ClaimedSchedule, nextDueAt: Date, now: Date): Plan {
    const { fired, missed, next } = timesDue({ ...schedule, nextDueAt }, now);
    const free = schedule.maxInstances - schedule.running;
    const isKnown = this.jobOf.has(schedule.kind);
    const executions: NewExecution[] = fired.map((dueAt, nth) => ({
      id: newId(),
      schedule,
      dueAt,
      ...(!isKnown
        ? { status: 'skipped', error: 'Nothing does this kind of work any more.' }
        : free <= 0
          ? { status: 'skipped', error: `${schedule.running} runs were at work, as many as may be.` }
          : { status: nth < free ? 'running' : 'waiting' }),
    }));
    if (missed)
      executions.unshift({
        id: newId(),
        schedule,
        dueAt: missed,
        status: 'missed',
        error: lateness(missed, now),
      });
    return { schedule, executions, next, missed: missed && lateness(missed, now) };
  }
}

interface Plan {
  readonly schedule: ClaimedSchedule;
  readonly executions: readonly NewExecution[];
  readonly next: Date | null;
  readonly missed: string | null;
}

function lateness(missed: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - missed.getTime()) / 1_000);
  return `Missed: it was due at ${missed.toISOString()} and could only have run ${seconds} s later.`;
}

function firingOf({ id, schedule, dueAt }: NewExecution): Firing {
  const { ownerId, jobId, kind, payload } = schedule;
  return { id, ownerId, jobId, kind, payload, dueAt: dueAt.toISOString() };
}

function progressOf({ schedule, executions, next, missed }: Plan, recorded: ReadonlySet<string>): Progress {
  const running = executions.filter(({ id, status }) => status === 'running' && recorded.has(id)).length;
  return { id: schedule.id, next, running, fired: running, missed };
}
