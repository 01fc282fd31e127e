import { Inject, Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldIssue } from '#kernel/errors';
import type { Page } from '#kernel/page';
import type { Schedule } from '#platform/clock/schedules/schedule';
import { Schedules } from '#platform/clock/schedules/schedules';
import type { Trigger } from '#platform/clock/schedules/trigger';
import { isZone } from '#platform/clock/zone';
import { zonedTimes } from '#platform/clock/zoned-cron';
import { Database } from '#platform/database/database';
import { instantOf } from '#platform/http/instant.validator';
import { issuesOf } from '#platform/http/validation';
import { type Prepared, Schedulable, SCHEDULABLES } from './schedulable.js';
import type { ScheduleView, ScheduleWithExecutions } from './schedule.answers.dto.js';
import type { ScheduleRequest, ScheduleQuery, ScheduleTrigger } from './schedule.dto.js';
import { toExecutionView, toScheduleView } from './schedule-view.js';
import { ScheduleUnfit, TooManySchedules } from './schedules.errors.js';

const MOST_OPEN = 1_000;
const EXECUTIONS_SHOWN = 20;
const CHECKS = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
};

/** Schedules as their owners make and see them, at most 1,000 with something to come. */
@Injectable()
export class OwnSchedules {
  private readonly byKind: ReadonlyMap<string, Schedulable>;

  constructor(
    private readonly database: Database,
    private readonly schedules: Schedules,
    @Inject(SCHEDULABLES) schedulables: readonly Schedulable[],
  ) {
    this.byKind = new Map(schedulables.map((one) => [one.kind, one]));
  }

  async list(
    ownerId: string,
    { campaign_id, kind, status, ...page }: ScheduleQuery,
  ): Promise<Page<ScheduleView>> {
    const wanted = { campaignId: campaign_id, kind, status, page };
    const { items, nextCursor } = await this.schedules.list(ownerId, wanted);
    return { items: items.map(toScheduleView), nextCursor };
  }

  async get(ownerId: string, jobId: string): Promise<ScheduleWithExecutions> {
    const schedule = await this.schedules.get(ownerId, jobId);
    const executions = await this.schedules.executionsOf(ownerId, schedule, EXECUTIONS_SHOWN);
    return { ...toScheduleView(schedule), executions: executions.map(toExecutionView) };
  }

  /** Replaces the one for the same thing, if there is one. */
  create(ownerId: string, wanted: ScheduleRequest): Promise<ScheduleView> {
    const schedulable = this.byKind.get(wanted.kind);
    if (!schedulable) throw unfit('kind', `kind must be one of ${[...this.byKind.keys()].join(', ')}`);
    const trigger = triggerOf(wanted.trigger, schedulable.triggers);
    const body = checkedBody(schedulable, wanted.payload);
    return this.database.transaction(async () => {
      const prepared = await schedulable.prepare(ownerId, body, {
        trigger,
        graceSeconds: wanted.misfire_grace_time,
        campaignId: wanted.campaign_id ?? undefined,
      });
      if ((await this.schedules.countOpen(ownerId)) >= MOST_OPEN) throw new TooManySchedules(MOST_OPEN);
      return toScheduleView(await this.put(ownerId, wanted, prepared, trigger));
    });
  }

  pause(ownerId: string, jobId: string): Promise<ScheduleView> {
    return this.database.transaction(async () => {
      const { kind, payload } = await this.schedules.get(ownerId, jobId);
      await this.byKind.get(kind)?.paused(ownerId, payload);
      return toScheduleView(await this.schedules.pause(ownerId, jobId));
    });
  }

  resume(ownerId: string, jobId: string): Promise<ScheduleView> {
    return this.database.transaction(async () => {
      const { kind, payload } = await this.schedules.resume(ownerId, jobId);
      await this.byKind.get(kind)?.resumed(ownerId, payload);
      return toScheduleView(await this.schedules.get(ownerId, jobId));
    });
  }

  async runNow(ownerId: string, jobId: string): Promise<ScheduleView> {
    return toScheduleView(await this.schedules.runNow(ownerId, jobId));
  }

  /** Answers whether there was something to cancel; one that does not exist is refused. */
  cancel(ownerId: string, jobId: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const { kind, payload } = await this.schedules.get(ownerId, jobId);
      const cancelled = await this.schedules.cancel(ownerId, jobId);
      if (cancelled) await this.byKind.get(kind)?.cancelled(ownerId, payload);
      return cancelled;
    });
  }

  private put(
    ownerId: string,
    { kind, campaign_id, coalesce, max_instances, misfire_grace_time }: ScheduleRequest,
    { jobId, payload, campaignId }: Prepared,
    trigger: Trigger,
  ): Promise<Schedule> {
    return this.schedules.put(ownerId, {
      jobId,
      kind,
      trigger,
      payload,
      campaignId: campaign_id ?? campaignId ?? undefined,
      coalesce,
      maxInstances: max_instances,
      misfireGraceSeconds: misfire_grace_time,
    });
  }
}

function checkedBody(schedulable: Schedulable, payload: object): object {
  const body = plainToInstance(schedulable.body, payload);
  const issues = issuesOf(validateSync(body, CHECKS), 'payload');
  if (issues.length > 0) throw new ScheduleUnfit().withIssues(issues);
  return body;
}

function triggerOf(given: ScheduleTrigger, allowed: readonly Trigger['type'][]): Trigger {
  const { type, at, every_seconds: everySeconds, start_at: startAt, line, zone = 'UTC' } = given;
  if (!allowed.includes(type))
    throw unfit('trigger.type', `trigger.type must be ${allowed.join(' or ')} here`);
  if (type === 'date') {
    if (at === undefined) throw unfit('trigger.at', 'trigger.at is needed for a date');
    return { type, at: instantOf(at).toISOString() };
  }
  if (type === 'interval') {
    if (everySeconds === undefined)
      throw unfit('trigger.every_seconds', 'trigger.every_seconds is needed for an interval');
    return {
      type,
      everySeconds,
      ...(startAt !== undefined && { startAt: instantOf(startAt).toISOString() }),
    };
  }
  if (!isZone(zone)) throw unfit('trigger.zone', 'trigger.zone must be a zone such as Europe/Berlin');
  if (line === undefined || !zonedTimes(line, zone, new Date(), 1)?.length)
    throw unfit('trigger.line', 'trigger.line must be a cron line of five fields whose time comes');
  return { type, line, zone };
}

function unfit(path: string, message: string): InstanceType<typeof ScheduleUnfit> {
  const issue: FieldIssue = { path, message };
  return new ScheduleUnfit().withIssues([issue]);
}
