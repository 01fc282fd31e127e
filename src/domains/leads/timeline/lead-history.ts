import type { TimelineEvent } from './timeline.dto.js';

/** A place between two events: those that come after it in a list that is newest first are older, or as old with a lower id. */
export interface TimelinePosition {
  at: string;
  id: string;
}

/** Rooms that know more of what happened to a lead. Declared here, implemented above, joined in `app.module.ts`. */
export abstract class LeadHistory {
  /** What happened at these addresses of one lead, newest first, beginning after `after`. Event ids are UUIDs. */
  abstract eventsAt(
    ownerId: string,
    addresses: readonly string[],
    after: TimelinePosition | null,
    limit: number,
  ): Promise<TimelineEvent[]>;
}
