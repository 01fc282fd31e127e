import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Period } from '#kernel/period';
import { Database } from '#platform/database/database';

/** Pieces that were written in a period, as they stand today. Null is not measured. */
export interface ContentSums {
  readonly pieces: number;
  /** Means over the pieces that have one, 0 to 100. */
  readonly seo_score: number | null;
  readonly readability_score: number | null;
  readonly engagement_prediction: number | null;
}

/** Pieces of one day, UTC. */
export interface ContentDay {
  /** As `2026-11-27`. */
  readonly day: string;
  readonly pieces: number;
}

/** Sums over all content of an owner, by when it was written. */
@Injectable()
export class ContentSumsRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('content_pieces');
  }

  async of(ownerId: string, period: Period): Promise<ContentSums> {
    const { rows } = await sql<ContentSums>`
      select count(*)::int as pieces, avg(seo_score)::float8 as seo_score, avg(readability_score)::float8 as readability_score,
        avg(engagement_prediction)::float8 as engagement_prediction ${writtenIn(ownerId, period)}`.execute(
      this.tables,
    );
    return rows[0] ?? { pieces: 0, seo_score: null, readability_score: null, engagement_prediction: null };
  }

  /** Oldest first; days without content are left out. */
  async daily(ownerId: string, period: Period): Promise<ContentDay[]> {
    const { rows } = await sql<ContentDay>`
      select to_char(created_at at time zone 'utc', 'YYYY-MM-DD') as day, count(*)::int as pieces ${writtenIn(ownerId, period)}
      group by 1 order by 1`.execute(this.tables);
    return rows;
  }
}

function writtenIn(ownerId: string, { from, to }: Period): RawBuilder<unknown> {
  return sql`from content_pieces
    where user_id = ${ownerId} and created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz`;
}
