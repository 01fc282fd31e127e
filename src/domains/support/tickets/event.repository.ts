import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { SupportTicket, TicketEvent } from './ticket.answers.dto.js';

/** Something that is to be remembered of a ticket. */
export interface EventDraft {
  readonly ticket: Pick<SupportTicket, 'id' | 'user_id'>;
  readonly kind: string;
  readonly actorId?: string | null;
  /** The rule that did it. */
  readonly ruleId?: string | undefined;
  readonly details?: object;
}

/** What happened to tickets. */
@Injectable()
export class EventRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_events');
  }

  async add(...events: readonly EventDraft[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.asService('support.desk', () =>
      this.tables
        .insertInto('support_events')
        .values(
          events.map(({ ticket, kind, actorId, ruleId, details }) => ({
            id: newId(),
            ticket_id: ticket.id,
            user_id: ticket.user_id,
            actor_id: actorId ?? null,
            kind,
            details: JSON.stringify({ ...details, ...(ruleId !== undefined && { rule_id: ruleId }) }),
          })),
        )
        .execute(),
    );
  }

  /** Newest first. */
  async list(ticketId: string, page: PageQuery): Promise<Page<TicketEvent>> {
    const wanted = this.tables
      .selectFrom('support_events')
      .select(['id', 'kind', 'actor_id', 'details', 'created_at'])
      .where('ticket_id', '=', ticketId);
    const { items, nextCursor } = await this.database.asService('support.desk', () =>
      newestFirst(wanted, page, BY_ID),
    );
    return {
      items: items.map((row) => ({ ...row, details: row.details as TicketEvent['details'] })),
      nextCursor,
    };
  }
}
