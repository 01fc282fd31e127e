import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import { ownMailsAmong, type ThreadMarks } from './thread.js';

type InboundOutcome = 'ticket' | 'reply' | 'noted' | 'ignored';

/** What became of a mail. */
export interface TakenMail {
  readonly outcome: InboundOutcome;
  readonly reason: string | null;
  readonly ticket_id: string | null;
}

/** Mails that have come in, and the threads they belong to. */
@Injectable()
export class InboundRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_inbound', 'support_tickets', 'support_messages', 'support_mails');
  }

  /** What became of exactly these bytes before. */
  async find(digest: Buffer): Promise<TakenMail | undefined> {
    const row = await this.asDesk(() =>
      this.tables
        .selectFrom('support_inbound')
        .select(['outcome', 'reason', 'ticket_id'])
        .where('digest', '=', digest)
        .executeTakeFirst(),
    );
    return row as TakenMail | undefined;
  }

  /** False when somebody has taken it at the same moment. */
  async keep(digest: Buffer, taken: TakenMail): Promise<boolean> {
    const rows = await this.asDesk(() =>
      this.tables
        .insertInto('support_inbound')
        .values({ digest, ...taken })
        .onConflict((conflict) => conflict.column('digest').doNothing())
        .returning('digest')
        .execute(),
    );
    return rows.length > 0;
  }

  /**
   * The ticket in whose thread a mail stands: named by a signed address, or by one of our mails or of theirs that it answers.
   * Its subject is never looked at.
   */
  async ticketOf({ signedTicket, answers }: ThreadMarks): Promise<string | undefined> {
    const own = ownMailsAmong(answers);
    const { rows } = await this.asDesk(() =>
      sql<{ id: string }>`
        select id from (
          select id, 1 as rank, created_at from support_tickets where id = ${signedTicket ?? null}::uuid
          union all select ticket_id, 2, created_at from support_mails where id = any(${own}::uuid[]) and ticket_id is not null
          union all select ticket_id, 3, created_at from support_messages where mail_ref = any(${[...answers]}::text[])
        ) named order by rank, created_at desc limit 1`.execute(this.tables),
    );
    return rows[0]?.id;
  }

  /** Whether the same mail has come by another address; whoever asks for it at that moment waits. */
  async isKnown(ref: string, from: string): Promise<boolean> {
    const { rows } = await this.asDesk(async () => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`support_inbound ${ref}`}, 0))`.execute(
        this.tables,
      );
      return sql`select from support_messages where mail_ref = ${ref} and lower(author_email) = ${from} limit 1`.execute(
        this.tables,
      );
    });
    return rows.length > 0;
  }

  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'support_inbound', column: 'created_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}
