import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { MailboxPosition } from '#platform/channels/mailbox';
import { Database } from '#platform/database/database';

/** How far mailboxes have been read. */
@Injectable()
export class MailboxReadRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('app.mailboxes_read');
  }

  async find(mailbox: string): Promise<MailboxPosition | undefined> {
    const { rows } = await this.database.asService('platform.bookkeeping', () =>
      sql<{ uidValidity: string; uid: string }>`
        select uid_validity as "uidValidity", last_uid as uid from app.mailboxes_read
        where mailbox = ${mailbox}`.execute(this.tables),
    );
    const [row] = rows;
    return row && { uidValidity: row.uidValidity, uid: Number(row.uid) };
  }

  /** A worker that was slower takes nothing back. */
  async keep(mailbox: string, { uidValidity, uid }: MailboxPosition): Promise<void> {
    await this.database.asService('platform.bookkeeping', () =>
      sql`
        insert into app.mailboxes_read as r (mailbox, uid_validity, last_uid)
        values (${mailbox}, ${uidValidity}, ${uid})
        on conflict (mailbox) do update set uid_validity = excluded.uid_validity, updated_at = now(),
          last_uid = case when r.uid_validity = excluded.uid_validity then greatest(r.last_uid, excluded.last_uid)
                          else excluded.last_uid end`.execute(this.tables),
    );
  }
}
