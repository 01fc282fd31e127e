import { TicketMessage } from '../messages/message.dto.js';
import { SupportTicket } from '../tickets/ticket.answers.dto.js';

/** A ticket for whoever holds the link of a mail about it. */
export class GuestTicket {
  ticket!: SupportTicket;
  /** The newest 50, newest first. */
  messages!: TicketMessage[];
}
