import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { EmailBlock } from './block.dto.js';

const COLUMNS = ['name', 'content', 'created_at', 'updated_at'] as const;

/** Parts that several templates share. */
@Injectable()
export class BlockRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_blocks');
  }

  list(ownerId: string, page: PageQuery): Promise<Page<EmailBlock>> {
    const own = this.tables.selectFrom('email_blocks').select(COLUMNS).where('created_by', '=', ownerId);
    return newestFirst(own, page, { column: 'name', holds: 'text' });
  }

  async count(ownerId: string): Promise<number> {
    const { blocks } = await this.tables
      .selectFrom('email_blocks')
      .select(({ fn }) => fn.countAll<string>().as('blocks'))
      .where('created_by', '=', ownerId)
      .executeTakeFirstOrThrow();
    return Number(blocks);
  }

  find(ownerId: string, name: string): Promise<EmailBlock | undefined> {
    return this.tables
      .selectFrom('email_blocks')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('name', '=', name)
      .executeTakeFirst();
  }

  /** Their contents by name; a name that is not there is left out. */
  async named(ownerId: string, names: readonly string[]): Promise<Map<string, string>> {
    if (names.length === 0) return new Map();
    const rows = await this.tables
      .selectFrom('email_blocks')
      .select(['name', 'content'])
      .where('created_by', '=', ownerId)
      .where('name', 'in', [...names])
      .execute();
    return new Map(rows.map(({ name, content }) => [name, content]));
  }

  async put(ownerId: string, name: string, content: string): Promise<EmailBlock> {
    return this.tables
      .insertInto('email_blocks')
      .values({ created_by: ownerId, name, content })
      .onConflict((conflict) => conflict.columns(['created_by', 'name']).doUpdateSet({ content }))
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
  }

  async remove(ownerId: string, name: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_blocks')
      .where('created_by', '=', ownerId)
      .where('name', '=', name)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
