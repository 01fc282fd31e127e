import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { MessageAttachment, TicketMessage } from './message.dto.js';

/** A message that is to be kept. */
export interface MessageDraft {
  readonly id: string;
  readonly ticketId: string;
  /** The ticket's user. */
  readonly userId: string | null;
  readonly visibility: 'public' | 'internal';
  readonly author: 'customer' | 'agent' | 'desk';
  readonly authorId?: string | null;
  readonly authorName?: string | null;
  readonly authorEmail?: string | null;
  readonly body: string;
  readonly html?: string | null;
  readonly channel: 'web' | 'email';
  readonly automatic?: boolean;
  readonly mailRef?: string | null;
  readonly attachments?: readonly AttachmentDraft[];
}

export interface AttachmentDraft extends MessageAttachment {
  /** Where it lies in storage. */
  readonly path: string;
}

/** Who reads a thread: administrators all of it, everybody else what is public. */
export type Reader = 'agent' | 'customer';

/** What is said on tickets. */
@Injectable()
export class MessageRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_messages', 'support_attachments', 'support_mails');
  }

  async add({ attachments = [], ...draft }: MessageDraft): Promise<void> {
    const [ticket_id, user_id] = [draft.ticketId, draft.userId];
    await this.asDesk(async () => {
      await this.tables
        .insertInto('support_messages')
        .values({
          id: draft.id,
          ticket_id,
          user_id,
          visibility: draft.visibility,
          author: draft.author,
          author_id: draft.authorId ?? null,
          author_name: draft.authorName ?? null,
          author_email: draft.authorEmail ?? null,
          body: draft.body,
          html: draft.html ?? null,
          channel: draft.channel,
          automatic: draft.automatic ?? false,
          mail_ref: draft.mailRef ?? null,
        })
        .execute();
      if (attachments.length > 0)
        await this.tables
          .insertInto('support_attachments')
          .values(attachments.map((file) => ({ ...file, ticket_id, user_id, message_id: draft.id })))
          .execute();
    });
  }

  /** Newest first. */
  async list(ticketId: string, reader: Reader, page: PageQuery): Promise<Page<TicketMessage>> {
    const { items, nextCursor } = await this.asDesk(() =>
      newestFirst(this.seenBy(reader).where('ticket_id', '=', ticketId), page, BY_ID),
    );
    return { items: items.map((row) => toMessage(row, reader)), nextCursor };
  }

  async find(messageId: string, reader: Reader): Promise<TicketMessage | undefined> {
    const row = await this.asDesk(() =>
      this.seenBy(reader).where('support_messages.id', '=', messageId).executeTakeFirst(),
    );
    return row && toMessage(row, reader);
  }

  /** The path and name of a file that the reader may have. */
  async attachment(
    ticketId: string,
    attachmentId: string,
    reader: Reader,
  ): Promise<{ name: string; path: string; bytes: number } | undefined> {
    return this.asDesk(() =>
      this.tables
        .selectFrom('support_attachments')
        .innerJoin('support_messages', 'support_messages.id', 'support_attachments.message_id')
        .select(['support_attachments.name', 'support_attachments.path', 'support_attachments.bytes'])
        .where('support_attachments.ticket_id', '=', ticketId)
        .where('support_attachments.id', '=', attachmentId)
        .where('support_messages.visibility', 'in', visibleTo(reader))
        .executeTakeFirst(),
    );
  }

  /** How much customers have written on the ticket within the last hour, or machines of theirs by themselves. */
  async recentOn(ticketId: string, by: 'person' | 'machine'): Promise<number> {
    const { count } = await this.asDesk(() =>
      this.tables
        .selectFrom('support_messages')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('ticket_id', '=', ticketId)
        .where('author', '=', 'customer')
        .where('automatic', '=', by === 'machine')
        .where('created_at', '>', sql<string>`now() - interval '1 hour'`)
        .executeTakeFirstOrThrow(),
    );
    return Number(count);
  }

  private seenBy(reader: Reader) {
    return this.tables
      .selectFrom('support_messages')
      .select([
        'id',
        'ticket_id',
        'visibility',
        'author',
        'author_name',
        'body',
        'html',
        'channel',
        'automatic',
        'created_at',
        sql<MessageAttachment[]>`coalesce((
          select json_agg(json_build_object('id', id, 'name', name, 'media_type', media_type, 'bytes', bytes) order by id)
          from support_attachments where message_id = support_messages.id), '[]')`.as('attachments'),
        sql<string | null>`(select state from support_mails
          where message_id = support_messages.id and kind in ('reply', 'automatic'))`.as('mail'),
      ])
      .where('visibility', 'in', visibleTo(reader));
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}

function visibleTo(reader: Reader): string[] {
  return reader === 'agent' ? ['public', 'internal'] : ['public'];
}

function toMessage(row: object, reader: Reader): TicketMessage {
  const message = row as TicketMessage;
  return { ...message, mail: reader === 'agent' ? message.mail : null };
}
