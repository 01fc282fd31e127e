import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { MailFile } from './file.dto.js';

const COLUMNS = ['id', 'name', 'media_type', 'bytes', 'sha256', 'created_at'] as const;

/** What is known of files; their bytes are in storage. */
@Injectable()
export class FileRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      ...(['email_files', 'email_template_versions', 'email_contents'] as const),
      ...(['email_campaigns', 'email_messages'] as const),
    );
  }

  list(ownerId: string, page: PageQuery): Promise<Page<MailFile>> {
    const own = this.tables
      .selectFrom('email_files')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('ready', '=', true);
    return newestFirst(own, page, BY_ID);
  }

  /** Those of the ids that the owner has whole, in no order. */
  many(ownerId: string, ids: readonly string[]): Promise<MailFile[]> {
    return this.tables
      .selectFrom('email_files')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('id', 'in', [...ids])
      .where('ready', '=', true)
      .execute();
  }

  /** The id for a file that is about to arrive; nothing when its owner has so many already. */
  async begin(
    ownerId: string,
    file: Pick<MailFile, 'name' | 'media_type'>,
    atMost: number,
  ): Promise<string | undefined> {
    const { rows } = await sql<{ id: string }>`
      insert into email_files (id, created_by, name, media_type)
      select ${newId()}::uuid, ${ownerId}::uuid, ${file.name}, ${file.media_type}
      where (select count(*) from email_files where created_by = ${ownerId}) < ${atMost}
      returning id`.execute(this.tables);
    return rows[0]?.id;
  }

  /** All of it is there. */
  complete(
    ownerId: string,
    id: string,
    found: Pick<MailFile, 'bytes' | 'sha256'>,
  ): Promise<MailFile | undefined> {
    return this.tables
      .updateTable('email_files')
      .set({ ...found, ready: true })
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirst();
  }

  /** Files that began to arrive before then and never did. */
  async broken(ownerId: string, before: Date): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('email_files')
      .select('id')
      .where('created_by', '=', ownerId)
      .where('ready', '=', false)
      .where('created_at', '<', before.toISOString())
      .execute();
    return rows.map(({ id }) => id);
  }

  async remove(ownerId: string, ids: readonly string[]): Promise<number> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_files')
      .where('created_by', '=', ownerId)
      .where('id', 'in', [...ids])
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Whether a template has it, or mail that is still to leave. */
  async isUsed(ownerId: string, id: string): Promise<boolean> {
    const has = sql`attachments <> '[]' and attachments @> ${JSON.stringify([id])}::jsonb`;
    const { rows } = await sql<{ used: boolean }>`
      select exists (select from email_template_versions where created_by = ${ownerId} and ${has})
        or exists (select from email_campaigns where created_by = ${ownerId} and ${has}
          and state in ('planning', 'sending', 'paused'))
        or exists (
          select from (select id from email_contents where created_by = ${ownerId} and ${has}) k
          where exists (select from email_campaigns c where c.created_by = ${ownerId} and c.content_id = k.id)
            or exists (select from email_messages m
                       where m.content_id = k.id and m.state in ('queued', 'claimed', 'sending'))
        ) as used`.execute(this.tables);
    return rows[0]?.used === true;
  }
}
