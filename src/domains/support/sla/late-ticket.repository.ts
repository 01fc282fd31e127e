import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { columnsOf, type TicketRow, wholeRows } from '../tickets/ticket-row.repository.js';
import type { TicketState } from '../tickets/ticket-state.js';

/** Tickets whose due times have passed, whoever's they are. */
@Injectable()
export class LateTicketRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_tickets', 'support_notes', 'support_field_values');
  }

  /** Tickets that have missed a due time, held and answered; others who look meanwhile pass them over. */
  late(atMost: number): Promise<TicketRow[]> {
    return this.database.asService('support.due', () =>
      wholeRows(this.tables)
        .where('next_breach_at', '<=', sql<string>`now()`)
        .orderBy('next_breach_at')
        .limit(atMost)
        .forUpdate('support_tickets')
        .skipLocked()
        .execute(),
    );
  }

  /** Notes what has been missed, of all of them in one statement. */
  async keepClocks(tickets: readonly { id: string; state: TicketState }[]): Promise<void> {
    const rows = tickets.map(({ id, state }) => ({ id, ...columnsOf(state) }));
    await this.database.asService('support.due', () =>
      sql`
        update support_tickets ticket set first_response_breached_at = noted.first_response_breached_at,
          resolution_breached_at = noted.resolution_breached_at, next_breach_at = noted.next_breach_at
        from json_to_recordset(${JSON.stringify(rows)}::json) as noted(id uuid, first_response_breached_at timestamptz,
          resolution_breached_at timestamptz, next_breach_at timestamptz)
        where ticket.id = noted.id`.execute(this.tables),
    );
  }

  isAnyLate(): Condition {
    return sql<boolean>`exists (select from support_tickets where next_breach_at <= now())`;
  }
}
