import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { PLANNED_FOR_VALUES } from '../filters/filter-sql.repository.js';

/** Walks the leads of an owner by their ids, in steps that are found by an index. */
@Injectable()
export class WalkRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  /**
   * The last of the next `size` leads behind `after`, by their ids; null when there are no more than those. What the
   * transaction does with the step is planned for these leads.
   */
  async stepBehind(ownerId: string, after: string | null, size: number): Promise<string | null> {
    await PLANNED_FOR_VALUES.execute(this.tables);
    const row = await this.tables
      .selectFrom('leads')
      .select('id')
      .where('created_by', '=', ownerId)
      .$if(after !== null, (query) => query.where('id', '>', after))
      .orderBy('id')
      .offset(size - 1)
      .limit(1)
      .executeTakeFirst();
    return row?.id ?? null;
  }

  async count(ownerId: string): Promise<number> {
    const { leads } = await this.tables
      .selectFrom('leads')
      .select(({ fn }) => fn.countAll<number>().as('leads'))
      .where('created_by', '=', ownerId)
      .executeTakeFirstOrThrow();
    return leads;
  }
}
