import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Caller } from '#platform/auth/caller';
import type { PageQuery } from '#platform/http/page-query';
import { FileStorage } from '#platform/storage/file-storage';
import { AttachmentNotFound, DeskOnly, TooManyMessages } from '../support.errors.js';
import { DeskAccess } from '../tickets/desk-access.js';
import { Conversation } from './conversation.js';
import type { MessageList, NewMessage, TicketMessage } from './message.dto.js';
import { MessageRepository } from './message.repository.js';

const MESSAGES_AN_HOUR = 30;

/** What is said on tickets, by their owners and by the desk. */
@Injectable()
export class MessageService {
  constructor(
    private readonly access: DeskAccess,
    private readonly messages: MessageRepository,
    private readonly conversation: Conversation,
    private readonly storage: FileStorage,
  ) {}

  async list(caller: Caller, ticketId: string, page: PageQuery): Promise<MessageList> {
    const { ticket, as } = await this.access.admit(caller, ticketId);
    const { items, nextCursor } = await this.messages.list(ticket.id, as, page);
    return { messages: items, next_cursor: nextCursor };
  }

  /** What the desk says in public is mailed to the customer; whatever the customer says opens the ticket again. */
  async write(caller: Caller, ticketId: string, said: NewMessage): Promise<TicketMessage> {
    const { ticket, as } = await this.access.admit(caller, ticketId);
    if (as === 'customer') {
      if (said.visibility === 'internal') throw new DeskOnly();
      await this.admitAnother(ticket.id);
    }
    const id = await this.conversation.say(ticket.id, {
      visibility: said.visibility,
      author: as,
      authorId: caller.id,
      authorName: as === 'customer' ? ticket.name : null,
      authorEmail: as === 'customer' ? (caller.email ?? null) : null,
      body: said.body,
      channel: 'web',
      waiting: as === 'agent' ? said.waiting : undefined,
    });
    return (await this.messages.find(id, as)) as TicketMessage;
  }

  /** Throws `support/too-many-messages` when the customer has written much on the ticket within the hour. */
  async admitAnother(ticketId: string): Promise<void> {
    if ((await this.messages.recentOn(ticketId, 'person')) >= MESSAGES_AN_HOUR)
      throw new TooManyMessages().after(3_600);
  }

  /** A file that came with a mail, as a stream. */
  async attachment(caller: Caller, ticketId: string, attachmentId: string) {
    const { ticket, as } = await this.access.admit(caller, ticketId);
    const file = isUuid(attachmentId)
      ? await this.messages.attachment(ticket.id, attachmentId, as)
      : undefined;
    if (!file) throw new AttachmentNotFound();
    return { ...file, content: await this.storage.read(file.path) };
  }
}
