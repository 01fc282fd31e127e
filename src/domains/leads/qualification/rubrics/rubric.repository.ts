import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Rubric } from './rubric.js';

export interface KeptRubric {
  readonly rubric: Rubric;
  readonly version: number;
  readonly updated_at: string;
}

@Injectable()
export class RubricRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_rubrics');
  }

  async find(ownerId: string): Promise<KeptRubric | undefined> {
    const row = await this.tables
      .selectFrom('lead_rubrics')
      .select(['rubric', 'version', 'updated_at'])
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row as unknown as KeptRubric | undefined;
  }

  /** Takes the place of the one there was. */
  async write(ownerId: string, rubric: Rubric): Promise<KeptRubric> {
    const { rows } = await sql<KeptRubric>`
      insert into lead_rubrics (created_by, rubric) values (${ownerId}, ${JSON.stringify(rubric)}::jsonb)
      on conflict (created_by) do update set rubric = excluded.rubric, version = lead_rubrics.version + 1, updated_at = now()
      returning rubric, version, updated_at`.execute(this.tables);
    return rows[0] as KeptRubric;
  }
}
