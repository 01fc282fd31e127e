import { Injectable } from '@nestjs/common';
import { MailHistory } from '#domains/email/history/mail-history.service';
import { LeadHistory, type TimelinePosition } from '#domains/leads/timeline/lead-history';
import type { TimelineEvent } from '#domains/leads/timeline/timeline.dto';

/** Tells leads what mail did at their addresses. */
@Injectable()
export class LeadMailHistory extends LeadHistory {
  constructor(private readonly mail: MailHistory) {
    super();
  }

  async eventsAt(
    ownerId: string,
    addresses: readonly string[],
    after: TimelinePosition | null,
    limit: number,
  ): Promise<TimelineEvent[]> {
    const events = await this.mail.newest(ownerId, addresses, after, limit);
    return events.map(({ type, ...event }) => ({ ...event, type: `mail_${type}` as const, source: 'mail' }));
  }
}
