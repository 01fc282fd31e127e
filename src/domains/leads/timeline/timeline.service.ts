import { Injectable } from '@nestjs/common';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import type { Lead } from '../lead.answers.dto.js';
import { LeadService } from '../lead.service.js';
import { RemovedLeadRepository } from '../removal/removed-lead.repository.js';
import { ActivityRepository } from './activity.repository.js';
import { newerFirst } from './event-order.js';
import { LeadHistory, type TimelinePosition } from './lead-history.js';
import type { TimelineEvent } from './timeline.dto.js';

/** What happened to one lead, from every room that knows. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly leads: LeadService,
    private readonly removed: RemovedLeadRepository,
    private readonly activities: ActivityRepository,
    private readonly history: LeadHistory,
  ) {}

  /**
   * Newest first. Each room gives its newest after the cursor, of which the newest make the page: however much has happened,
   * no room reads more than a page. What happened to leads that were merged into this one belongs to it.
   */
  async page(
    ownerId: string,
    leadId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<TimelineEvent>> {
    const lead = await this.leads.get(ownerId, leadId);
    const after = cursor === undefined ? null : positionOf(cursor);
    const merged = await this.removed.mergedInto(ownerId, leadId);
    const ids = [leadId, ...merged.map(({ id }) => id)];
    const addresses = [lead.email, ...merged.map(({ email }) => email)].filter((email) => email !== null);
    const found = await Promise.all([
      this.activities.newest(ownerId, ids, after, limit + 1),
      this.history.eventsAt(ownerId, addresses, after, limit + 1),
    ]);
    const events = [...found.flat(), ...arrivals(lead, after)].toSorted(newerFirst).slice(0, limit + 1);
    return toPage(events, limit, ({ at, id }) => [at, id]);
  }
}

function positionOf(cursor: string): TimelinePosition {
  const { at, name } = decodeRowCursor(cursor);
  return { at, id: name };
}

/** How the lead came, unless the page begins behind that. */
function arrivals(lead: Lead, after: TimelinePosition | null): TimelineEvent[] {
  const { id, created_at: at, origin, source, form_id } = lead;
  const arrival: TimelineEvent = { id, type: 'created', at, source: origin, data: { source, form_id } };
  return after && newerFirst(after, arrival) >= 0 ? [] : [arrival];
}
