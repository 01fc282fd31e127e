import { Injectable } from '@nestjs/common';
import { DeskIdentity } from '../mail/desk-identity.js';
import { Conversation } from '../messages/conversation.js';
import type { TicketMessage } from '../messages/message.dto.js';
import { MessageRepository } from '../messages/message.repository.js';
import { MessageService } from '../messages/message.service.js';
import { GuestLinkUnknown } from '../support.errors.js';
import { forOwner } from '../tickets/ticket-row.repository.js';
import type { SupportTicket } from '../tickets/ticket.answers.dto.js';
import { TicketRepository } from '../tickets/ticket.repository.js';

const SHOWN = 50;

/** A ticket as a guest sees it, with its newest messages, newest first. */
export interface GuestView {
  readonly ticket: SupportTicket;
  readonly messages: readonly TicketMessage[];
}

/** Whoever holds the link of a mail reads that one ticket and answers on it, and nothing else. */
@Injectable()
export class GuestService {
  constructor(
    private readonly desk: DeskIdentity,
    private readonly tickets: TicketRepository,
    private readonly messages: MessageRepository,
    private readonly service: MessageService,
    private readonly conversation: Conversation,
  ) {}

  async view(token: string): Promise<GuestView> {
    const ticket = await this.ticketOf(token);
    const { items } = await this.messages.list(ticket.id, 'customer', { limit: SHOWN });
    return { ticket, messages: items };
  }

  async write(token: string, body: string): Promise<TicketMessage> {
    const ticket = await this.ticketOf(token);
    await this.service.admitAnother(ticket.id);
    const id = await this.conversation.say(ticket.id, {
      visibility: 'public',
      author: 'customer',
      authorName: ticket.name,
      authorEmail: ticket.email,
      body,
      channel: 'web',
    });
    return (await this.messages.find(id, 'customer')) as TicketMessage;
  }

  private async ticketOf(token: string): Promise<SupportTicket> {
    const id = this.desk.guestTicket(token);
    const ticket = id === undefined ? undefined : await this.tickets.find(id);
    if (!ticket) throw new GuestLinkUnknown();
    return forOwner(ticket);
  }
}
