import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';

/** Something that is true of the database or not: `exists (…)`, one look into an index. The room that owns the tables words it. */
export type Condition = RawBuilder<boolean>;

/** For work that has no row to look for. */
export const ALWAYS: Condition = sql<boolean>`true`;

/** Asks for many conditions in one statement. */
@Injectable()
export class LookRepository {
  constructor(private readonly database: Database) {}

  /** Whether each of them holds, in their order. */
  answers(conditions: readonly Condition[]): Promise<unknown[]> {
    const asked = sql.join(
      conditions.map((condition, place) => sql`${condition} as ${sql.id(`at_${place}`)}`),
    );
    return this.database.asService('clock.look', async () => {
      const { rows } = await sql<Record<string, unknown>>`select ${asked}`.execute(this.database.tables());
      return conditions.map((_, place) => rows[0]?.[`at_${place}`]);
    });
  }
}
