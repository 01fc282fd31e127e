import { Injectable } from '@nestjs/common';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { Schedules } from '#platform/clock/schedules/schedules';
import { SCHEDULED_ENTRY } from '../entries/scheduled-entry.kind.js';
import type { ScheduleWish } from '../steps/trigger.shapes.js';
import { DefinitionBook } from './definition-book.js';
import type { Definition } from './definition.js';
import { eventOf, listenedKinds } from './listened-kinds.js';
import { type VersionRef, VersionRepository } from './version.repository.js';

/** Lets leads into a version on events and by the clock, or no longer; belongs into the transaction that says so. */
@Injectable()
export class Arming {
  constructor(
    private readonly versions: VersionRepository,
    private readonly book: DefinitionBook,
    private readonly schedules: Schedules,
    private readonly feed: LeadFeed,
  ) {}

  async arm(ownerId: string, { workflowId, version }: VersionRef, definition: Definition): Promise<void> {
    const triggers = definition.steps.flatMap((step) => {
      const event = eventOf(step);
      return event ? [{ version, step: step.id, kind: event.kind, config: event }] : [];
    });
    await this.versions.setTriggers(ownerId, workflowId, triggers);
    await this.feed.listen(ownerId, listenedKinds(definition));
    for (const { id, config } of schedulesOf(definition)) {
      const { cron, zone, grace_seconds, coalesce } = config as unknown as ScheduleWish;
      await this.schedules.put(ownerId, {
        jobId: jobIdOf(workflowId, id),
        kind: SCHEDULED_ENTRY,
        trigger: { type: 'cron', line: cron, zone },
        payload: { workflowId, version, step: id },
        coalesce,
        maxInstances: 1,
        misfireGraceSeconds: grace_seconds,
      });
    }
  }

  /** What the version that was in force has set up is taken back. */
  async disarm(
    ownerId: string,
    { workflowId, version }: { workflowId: string; version: number | null },
  ): Promise<void> {
    await this.versions.setTriggers(ownerId, workflowId, []);
    const former = version === null ? undefined : await this.book.one(ownerId, { workflowId, version });
    if (!former) return;
    for (const { id } of schedulesOf(former)) await this.schedules.cancel(ownerId, jobIdOf(workflowId, id));
  }
}

function schedulesOf({ steps }: Definition) {
  return steps.filter(({ type, config }) => type === 'trigger' && config['on'] === 'schedule');
}

function jobIdOf(workflowId: string, step: string): string {
  return `workflow:${workflowId}:${step}`;
}
