import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Caller } from '#platform/auth/caller';
import type { PageQuery } from '#platform/http/page-query';
import { FieldService } from '../fields/field.service.js';
import { NothingToUpdate, TicketNotFound } from '../support.errors.js';
import { DeskAccess } from './desk-access.js';
import { EventRepository } from './event.repository.js';
import { TicketChanges } from './ticket-changes.js';
import { forOwner } from './ticket-row.repository.js';
import type { SupportTicket, TicketHistory, TicketList } from './ticket.answers.dto.js';
import type { TicketQuery, UpdateTicket } from './ticket.dto.js';
import { TicketRepository } from './ticket.repository.js';

/** Tickets as their owners see them, and as administrators work on them. */
@Injectable()
export class TicketService {
  constructor(
    private readonly tickets: TicketRepository,
    private readonly events: EventRepository,
    private readonly access: DeskAccess,
    private readonly fields: FieldService,
    private readonly changes: TicketChanges,
  ) {}

  async get(caller: Caller, ticketId: string): Promise<SupportTicket> {
    return (await this.access.admit(caller, ticketId)).ticket;
  }

  async own(userId: string, page: PageQuery): Promise<TicketList> {
    const { items, nextCursor } = await this.tickets.listOfUser(userId, page);
    return { tickets: items.map(forOwner), next_cursor: nextCursor };
  }

  async list(query: TicketQuery): Promise<TicketList> {
    const { items, nextCursor } = await this.tickets.list(query, await this.fields.wanted(query.field ?? []));
    return { tickets: items, next_cursor: nextCursor };
  }

  async history(ticketId: string, page: PageQuery): Promise<TicketHistory> {
    const { id } = await this.access.find(ticketId);
    const { items, nextCursor } = await this.events.list(id, page);
    return { events: items, next_cursor: nextCursor };
  }

  /** Changes what is named. Throws `support/nothing-to-update` where nothing is. */
  async update(caller: Caller, ticketId: string, changes: UpdateTicket): Promise<SupportTicket> {
    if (Object.values(changes).every((change) => change === undefined)) throw new NothingToUpdate();
    if (!isUuid(ticketId)) throw new TicketNotFound();
    return this.changes.change(ticketId, changes, { actorId: caller.id });
  }
}
