import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Administrators } from '#platform/auth/administrators';
import type { Caller } from '#platform/auth/caller';
import { TicketNotFound } from '../support.errors.js';
import { forOwner } from './ticket-row.repository.js';
import type { SupportTicket } from './ticket.answers.dto.js';
import { TicketRepository } from './ticket.repository.js';

/** A ticket, and as whom the caller may deal with it. */
export interface Admitted {
  readonly ticket: SupportTicket;
  readonly as: 'agent' | 'customer';
}

/** Who may see which ticket: administrators every one, everybody else, and every machine, their own. */
@Injectable()
export class DeskAccess {
  constructor(
    private readonly tickets: TicketRepository,
    private readonly administrators: Administrators,
  ) {}

  /** Throws `support/ticket-not-found` for one that is not there, or is somebody else's. */
  async admit(caller: Caller, ticketId: string): Promise<Admitted> {
    if (!isUuid(ticketId)) throw new TicketNotFound();
    const isAgent = await this.administrators.include(caller);
    const ticket = isAgent
      ? await this.tickets.find(ticketId)
      : await this.tickets.ofUser(caller.id, ticketId);
    if (!ticket) throw new TicketNotFound();
    return { ticket: isAgent ? ticket : forOwner(ticket), as: isAgent ? 'agent' : 'customer' };
  }

  /** For administrators, who are known to be some. */
  async find(ticketId: string): Promise<SupportTicket> {
    const ticket = isUuid(ticketId) ? await this.tickets.find(ticketId) : undefined;
    if (!ticket) throw new TicketNotFound();
    return ticket;
  }
}
