import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { measuredColumns } from '../content-edit.repository.js';
import type { MeasuredRow } from '../content-row.repository.js';

interface UnmeasuredRow extends MeasuredRow {
  id: number;
  user_id: string;
}

/** Content of all tenants that nobody has measured yet. */
@Injectable()
export class BacklogRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('content_pieces');
  }

  waits(): Condition {
    return sql<boolean>`
      exists (select from content_pieces where similarity_bands is null and user_id is not null)`;
  }

  /** Measures the next of them, held until they are measured; answers how many. */
  measure(atMost: number): Promise<number> {
    return this.database.asService('content.measure', () =>
      this.database.transaction(async () => {
        const rows: UnmeasuredRow[] = await this.next(atMost);
        if (rows.length > 0)
          await this.keep(rows.map((row) => ({ id: row.id, ...measuredColumns(row.user_id, row) })));
        return rows.length;
      }),
    );
  }

  private async next(atMost: number): Promise<UnmeasuredRow[]> {
    const { rows } = await sql<UnmeasuredRow>`
      select id, user_id, title, content, html_content, meta_description, keywords, content_type, platform
      from content_pieces where similarity_bands is null and user_id is not null
      order by id limit ${atMost} for update skip locked`.execute(this.tables);
    return rows;
  }

  private async keep(measured: readonly object[]): Promise<void> {
    await sql`
      update content_pieces p set similarity_bands = m.similarity_bands, seo_score = m.seo_score,
        readability_score = m.readability_score, engagement_prediction = m.engagement_prediction
      from jsonb_to_recordset(${JSON.stringify(measured)}::jsonb) as m (
        id bigint, similarity_bands integer[], seo_score integer, readability_score integer, engagement_prediction float8)
      where p.id = m.id`.execute(this.tables);
  }
}
