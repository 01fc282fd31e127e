import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { instantOf } from '#platform/http/instant.validator';
import { LeadNotFound } from '../lead.errors.js';
import { LeadService } from '../lead.service.js';
import type { RecordActivity, RecordedActivity } from './recorded-activity.dto.js';
import { ActivityAhead, ActivityNotFound } from './recorded-activity.errors.js';
import { type ActivityKey, RecordedActivityRepository } from './recorded-activity.repository.js';

/** Clocks differ. */
const AHEAD_AT_MOST_MS = 5 * 60_000;

/** What people did with leads, outside of this system. */
@Injectable()
export class RecordedActivityService {
  constructor(
    private readonly activities: RecordedActivityRepository,
    private readonly leads: LeadService,
  ) {}

  async list(
    ownerId: string,
    leadId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<RecordedActivity>> {
    await this.leads.get(ownerId, leadId);
    return this.activities.list(ownerId, leadId, page);
  }

  async record(ownerId: string, leadId: string, activity: RecordActivity): Promise<RecordedActivity> {
    const at = momentOf(activity);
    const recorded = isUuid(leadId) ? await this.activities.add(ownerId, leadId, activity, at) : undefined;
    if (!recorded) throw new LeadNotFound();
    return recorded;
  }

  async change(ownerId: string, key: ActivityKey, activity: RecordActivity): Promise<RecordedActivity> {
    const at = momentOf(activity);
    const changed = isKey(key) ? await this.activities.change(ownerId, key, activity, at) : undefined;
    if (!changed) throw new ActivityNotFound();
    return changed;
  }

  async remove(ownerId: string, key: ActivityKey): Promise<void> {
    if (!isKey(key) || !(await this.activities.remove(ownerId, key))) throw new ActivityNotFound();
  }
}

/** When it was; null where that is not said. */
function momentOf({ occurred_at: said }: RecordActivity): string | null {
  if (said === undefined || said === null) return null;
  const at = instantOf(said);
  if (at.getTime() > Date.now() + AHEAD_AT_MOST_MS) throw new ActivityAhead();
  return at.toISOString();
}

const isKey = ({ leadId, activityId }: ActivityKey): boolean => isUuid(leadId) && isUuid(activityId);
