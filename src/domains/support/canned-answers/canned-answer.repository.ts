import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { CannedAnswer, NewCannedAnswer, UpdateCannedAnswer } from './canned-answer.dto.js';

const COLUMNS = ['id', 'title', 'shortcut', 'body', 'created_by', 'created_at', 'updated_at'] as const;

/** What the desk says often; all administrators share it. */
@Injectable()
export class CannedAnswerRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_canned_answers');
  }

  add(by: string, { title, shortcut, body }: NewCannedAnswer): Promise<CannedAnswer> {
    return this.asDesk(() =>
      this.tables
        .insertInto('support_canned_answers')
        .values({ id: newId(), created_by: by, title, shortcut: shortcut ?? null, body })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow(),
    );
  }

  /** Newest first. */
  list(page: PageQuery): Promise<Page<CannedAnswer>> {
    return this.asDesk(() =>
      newestFirst(this.tables.selectFrom('support_canned_answers').select(COLUMNS), page, BY_ID),
    );
  }

  find(id: string): Promise<CannedAnswer | undefined> {
    return this.asDesk(() =>
      this.tables
        .selectFrom('support_canned_answers')
        .select(COLUMNS)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
  }

  update(id: string, { title, shortcut, body }: UpdateCannedAnswer): Promise<CannedAnswer | undefined> {
    return this.asDesk(() =>
      this.tables
        .updateTable('support_canned_answers')
        .set({
          id,
          ...(title !== undefined && { title }),
          ...(shortcut !== undefined && { shortcut }),
          ...(body !== undefined && { body }),
        })
        .where('id', '=', id)
        .returning(COLUMNS)
        .executeTakeFirst(),
    );
  }

  async remove(id: string): Promise<boolean> {
    const rows = await this.asDesk(() =>
      this.tables.deleteFrom('support_canned_answers').where('id', '=', id).returning('id').execute(),
    );
    return rows.length > 0;
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}
