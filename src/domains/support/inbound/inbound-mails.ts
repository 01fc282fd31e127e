import { Injectable } from '@nestjs/common';
import { DeskIdentity } from '../mail/desk-identity.js';
import { Conversation, type Saying } from '../messages/conversation.js';
import { type AttachmentDraft, MessageRepository } from '../messages/message.repository.js';
import { TooManyMessages, TooManyTickets } from '../support.errors.js';
import type { SupportTicket } from '../tickets/ticket.answers.dto.js';
import { TicketRepository } from '../tickets/ticket.repository.js';
import { wantsNoAutomaticAnswer, writtenByMachine } from './automatic-mail.js';
import { InboundRepository, type TakenMail } from './inbound.repository.js';
import type { InboundMail } from './parsed-mail.js';
import { entryOf } from './thread.js';

const MESSAGES_AN_HOUR = 20;
const NOTES_AN_HOUR = 20;
const TICKETS_AN_HOUR = 10;
const HOUR_S = 3_600;

/**
 * Finds out what a mail is to the desk, and keeps it. Belongs into a transaction. What a person wrote beyond what is taken in an
 * hour is refused for now, so that the server in front keeps it and tries again; what a machine wrote beyond that is dropped.
 */
@Injectable()
export class InboundMails {
  constructor(
    private readonly inbound: InboundRepository,
    private readonly tickets: TicketRepository,
    private readonly messages: MessageRepository,
    private readonly conversation: Conversation,
    private readonly desk: DeskIdentity,
  ) {}

  async file(mail: InboundMail, attachments: readonly AttachmentDraft[]): Promise<TakenMail> {
    if (mail.ref !== null && (await this.inbound.isKnown(mail.ref, mail.from.address)))
      return ignored('known');
    const machine = writtenByMachine(mail);
    const ticket = await this.threadOf(mail);
    if (!ticket) return machine === undefined ? this.begin(mail, attachments) : ignored(machine);
    const resolvedAt = ticket.resolved_at === null ? null : Date.parse(ticket.resolved_at);
    const entry = entryOf(
      { email: ticket.email, resolvedAt },
      { from: mail.from.address, isMachine: machine !== undefined },
      Date.now(),
    );
    switch (entry) {
      case 'stranger':
        return this.begin(mail, attachments, { flag: 'stranger', relatedTicketId: ticket.id });
      case 'too-late':
        return this.begin(mail, attachments, { flag: 'closed_long_ago', relatedTicketId: ticket.id });
      case 'reply':
      case 'noted':
        return this.add(ticket, mail, attachments, machine);
    }
  }

  /** One of ours that has come back, or that pretends to be. */
  isOurs({ headers, from }: InboundMail): boolean {
    return (
      (headers.get('x-support-desk') ?? []).includes(this.desk.loopMark) || this.desk.isOwn(from.address)
    );
  }

  private async threadOf({ recipients, answers }: InboundMail): Promise<SupportTicket | undefined> {
    const signedTicket = this.desk.ticketNamedBy(recipients);
    const id = await this.inbound.ticketOf({ signedTicket, answers });
    return id === undefined ? undefined : this.tickets.find(id);
  }

  /** What a machine wrote is seen by the desk alone, and moves nothing. */
  private async add(
    { id }: SupportTicket,
    mail: InboundMail,
    attachments: readonly AttachmentDraft[],
    machine: string | undefined,
  ): Promise<TakenMail> {
    if (machine === undefined) {
      if ((await this.messages.recentOn(id, 'person')) >= MESSAGES_AN_HOUR)
        throw new TooManyMessages().after(HOUR_S);
    } else if ((await this.messages.recentOn(id, 'machine')) >= NOTES_AN_HOUR) return ignored('too-many', id);
    await this.conversation.say(id, {
      ...saidIn(mail, attachments),
      visibility: machine === undefined ? 'public' : 'internal',
      automatic: machine !== undefined,
    });
    return machine === undefined
      ? { outcome: 'reply', reason: null, ticket_id: id }
      : { outcome: 'noted', reason: machine, ticket_id: id };
  }

  /** Who wrote is known by nothing but the mail itself, so that the ticket is nobody's who could sign in. */
  private async begin(
    mail: InboundMail,
    attachments: readonly AttachmentDraft[],
    more: { flag?: 'stranger' | 'closed_long_ago'; relatedTicketId?: string } = {},
  ): Promise<TakenMail> {
    const { name, address: email } = mail.from;
    if ((await this.tickets.recentOf(email, 'email')) >= TICKETS_AN_HOUR)
      throw new TooManyTickets().after(HOUR_S);
    const ticket = {
      userId: null,
      email,
      name,
      subject: mail.subject,
      message: mail.text,
      channel: 'email',
    } as const;
    const confirm = wantsNoAutomaticAnswer(mail) ? 'never' : 'email';
    const id = await this.conversation.begin({ ...ticket, ...more }, saidIn(mail, attachments), confirm);
    return { outcome: 'ticket', reason: more.flag ?? null, ticket_id: id };
  }
}

function saidIn(mail: InboundMail, attachments: readonly AttachmentDraft[]): Omit<Saying, 'visibility'> {
  const leftOut = mail.filesLeftOut > 0 ? `\n\n[${mail.filesLeftOut} files were left out.]` : '';
  return {
    author: 'customer',
    authorName: mail.from.name,
    authorEmail: mail.from.address,
    body: `${mail.text}${leftOut}`,
    html: mail.html,
    channel: 'email',
    mailRef: mail.ref,
    unanswerable: wantsNoAutomaticAnswer(mail),
    attachments,
  };
}

function ignored(reason: string, ticketId: string | null = null): TakenMail {
  return { outcome: 'ignored', reason, ticket_id: ticketId };
}
