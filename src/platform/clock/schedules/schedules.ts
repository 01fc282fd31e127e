import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { ExecutionRepository } from './execution.repository.js';
import { FiringEnds } from './firing-ends.js';
import { Firings } from './firings.js';
import type { FiringPayload } from './schedule-kind.js';
import type { Execution, Schedule, SchedulesWanted, ScheduleStatus, ScheduleWanted } from './schedule.js';
import { ScheduleRepository, type WantedOfCampaign } from './schedule.repository.js';
import { ScheduleBusy, ScheduleNotFound, ScheduleOver, TriggerNeverComes } from './schedules.errors.js';
import { firstTime, settled } from './trigger.js';

const OPEN = ['scheduled', 'paused', 'running'] as const satisfies readonly ScheduleStatus[];

/**
 * What is to be done at a time, once or again and again. Each due time sends one job of the schedule's kind, however many
 * processes keep the clock; the time that counts is that of the database.
 */
@Injectable()
export class Schedules {
  constructor(
    private readonly database: Database,
    private readonly schedules: ScheduleRepository,
    private readonly executions: ExecutionRepository,
    private readonly firings: Firings,
    private readonly ends: FiringEnds,
  ) {}

  /**
   * Keeps a schedule in the place of the one that has the same `jobId`; joins the running transaction. A date that has passed
   * is due at once, if the grace allows. Throws `schedules/trigger-never-comes` and `schedules/campaign-unknown`.
   */
  put(ownerId: string, wanted: ScheduleWanted): Promise<Schedule> {
    return this.database.transaction(async () => {
      const now = await this.schedules.now();
      const trigger = settled(wanted.trigger, now);
      const first = firstTime(trigger, now);
      if (!first || Number.isNaN(first.getTime())) throw new TriggerNeverComes();
      const { jobId, kind, payload } = wanted;
      this.firings.check({ ownerId, jobId, kind, payload, dueAt: first.toISOString() });
      const schedule = await this.schedules.put(ownerId, wanted, { first, trigger });
      await this.executions.dropWaiting(ownerId, [schedule]);
      return schedule;
    });
  }

  async get(ownerId: string, jobId: string): Promise<Schedule> {
    return found(await this.schedules.find(ownerId, jobId));
  }

  /** Newest first. */
  list(ownerId: string, wanted: SchedulesWanted): Promise<Page<Schedule>> {
    return this.schedules.list(ownerId, wanted);
  }

  countOpen(ownerId: string): Promise<number> {
    return this.schedules.countOpen(ownerId);
  }

  /** What became of the last due times, the last first. */
  executionsOf(ownerId: string, schedule: Schedule, limit: number): Promise<Execution[]> {
    return this.executions.last(ownerId, schedule.id, limit);
  }

  /** Nothing more is fired; what is at work ends. Answers whether there was something to cancel. */
  cancel(ownerId: string, jobId: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const schedule = await this.schedules.hold(ownerId, jobId);
      if (!schedule || !isOneOf(OPEN, schedule.status)) return false;
      await this.end(ownerId, [schedule]);
      return true;
    });
  }

  /** One with a date that is still to come, or paused, is for another date from now on, and goes on; any other stays as it is. */
  moveTo(ownerId: string, jobId: string, at: string): Promise<void> {
    return this.database.transaction(async () => {
      const schedule = await this.schedules.hold(ownerId, jobId);
      if (schedule?.status !== 'scheduled' && schedule?.status !== 'paused') return;
      const campaignId = schedule.campaignId ?? undefined;
      await this.put(ownerId, { ...schedule, campaignId, trigger: { type: 'date', at } });
    });
  }

  /** Nothing is fired until it is resumed, nor what waits for its turn. */
  pause(ownerId: string, jobId: string): Promise<Schedule> {
    return this.changed(ownerId, jobId, async (schedule) => {
      if (schedule.status !== 'scheduled') throw new ScheduleOver(schedule.status, 'paused');
      await this.schedules.move([schedule], 'paused');
    });
  }

  /** Goes on with the next time; a date that has passed meanwhile is due at once, if the grace allows. */
  resume(ownerId: string, jobId: string): Promise<Schedule> {
    return this.changed(ownerId, jobId, async (schedule) => {
      if (schedule.status !== 'paused') throw new ScheduleOver(schedule.status, 'resumed');
      await this.goOn([schedule]);
    });
  }

  /** Cancels all of a campaign; answers how many there were. */
  cancelOf(ownerId: string, campaignId: string): Promise<number> {
    return this.ofCampaign(ownerId, campaignId, { statuses: OPEN }, (schedules) =>
      this.end(ownerId, schedules),
    );
  }

  pauseOf(ownerId: string, campaignId: string): Promise<number> {
    return this.ofCampaign(ownerId, campaignId, { statuses: ['scheduled'] }, (schedules) =>
      this.schedules.move(schedules, 'paused', { withCampaign: true }),
    );
  }

  /** Those that were paused by themselves stay so. */
  resumeOf(ownerId: string, campaignId: string): Promise<number> {
    const wanted = { statuses: ['paused'], withCampaign: true } as const;
    return this.ofCampaign(ownerId, campaignId, wanted, (schedules) => this.goOn(schedules));
  }

  /**
   * Fires it once more, now; its own times stay as they are. Throws `schedules/not-found`, `schedules/over` for one that was
   * cancelled, and `schedules/busy` where as many runs are at work as may be.
   */
  runNow(ownerId: string, jobId: string): Promise<Schedule> {
    return this.changed(ownerId, jobId, async (schedule) => {
      const { status, running, maxInstances, kind, payload } = schedule;
      if (status === 'cancelled') throw new ScheduleOver(status, 'run');
      if (running >= maxInstances) throw new ScheduleBusy(running);
      const id = newId();
      const dueAt = await this.executions.addByHand(ownerId, schedule, id);
      await this.firings.send([{ id, ownerId, jobId, kind, payload, dueAt }]);
    });
  }

  /** Whether somebody has asked for the firing, rather than its time. */
  async isByHand(ownerId: string, firing: FiringPayload): Promise<boolean> {
    return (await this.executions.find(ownerId, firing))?.by_hand ?? false;
  }

  /**
   * Does the work of a firing and keeps what it answers. Where it throws one of our errors the firing has failed, for the reason
   * it gives, and is not tried again; what is `unavailable` at the moment or not expected is tried as its job says.
   */
  async perform(
    ownerId: string,
    { jobId, dueAt }: FiringPayload,
    work: () => Promise<object>,
  ): Promise<void> {
    try {
      await this.executions.tell(ownerId, jobId, dueAt, await work());
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'unavailable') throw error;
      await this.ends.fail(ownerId, { jobId, dueAt }, error.message);
    }
  }

  /** Deletes what was noted of times before then, the oldest first. */
  forgetExecutions(before: Date, atMost: number): Promise<number> {
    return this.executions.forgetExecutions(before, atMost);
  }

  /** Deletes schedules that have been over since before then. */
  forgetOver(before: Date, atMost: number): Promise<number> {
    return this.schedules.forgetOver(before, atMost);
  }

  private changed(
    ownerId: string,
    jobId: string,
    change: (schedule: Schedule) => Promise<void>,
  ): Promise<Schedule> {
    return this.database.transaction(async () => {
      await change(found(await this.schedules.hold(ownerId, jobId)));
      return this.get(ownerId, jobId);
    });
  }

  private ofCampaign(
    ownerId: string,
    campaignId: string,
    wanted: WantedOfCampaign,
    change: (schedules: readonly Schedule[]) => Promise<void>,
  ): Promise<number> {
    return this.database.transaction(async () => {
      const schedules = await this.schedules.holdOf(ownerId, campaignId, wanted);
      await change(schedules);
      return schedules.length;
    });
  }

  private async end(ownerId: string, schedules: readonly Schedule[]): Promise<void> {
    await this.schedules.move(schedules, 'cancelled');
    await this.executions.dropWaiting(ownerId, schedules);
  }

  private async goOn(schedules: readonly Schedule[]): Promise<void> {
    const now = await this.schedules.now();
    const times = schedules.map(({ trigger }) => firstTime(trigger, now));
    await this.schedules.move(schedules, 'scheduled', { times });
    for (const { id } of schedules) await this.ends.promoteWaiting(id);
  }
}

function found(schedule: Schedule | undefined): Schedule {
  if (!schedule) throw new ScheduleNotFound();
  return schedule;
}

function isOneOf(statuses: readonly ScheduleStatus[], status: ScheduleStatus): boolean {
  return statuses.includes(status);
}
