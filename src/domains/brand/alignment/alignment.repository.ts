import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { Alignment, AlignmentQuery, AlignmentSummary, TrackAlignment } from './alignment.dto.js';

const COLUMNS = ['id', 'content_id', 'score', 'brand_version', 'created_at'] as const;

interface AlignmentRow extends Omit<Alignment, 'score'> {
  score: string;
}

@Injectable()
export class AlignmentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('brand_alignments', 'brand_versions');
  }

  async add(ownerId: string, { contentId, score }: TrackAlignment): Promise<Alignment> {
    const row = await this.tables
      .insertInto('brand_alignments')
      .values(({ selectFrom }) => ({
        id: newId(),
        user_id: ownerId,
        content_id: contentId,
        score,
        brand_version: selectFrom('brand_versions')
          .select(({ fn }) => fn.max('version').as('version'))
          .where('user_id', '=', ownerId),
      }))
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return toAlignment(row);
  }

  /** Newest first. */
  async list(ownerId: string, query: AlignmentQuery): Promise<Page<Alignment>> {
    const { items, nextCursor } = await newestFirst(this.own(ownerId, query.content_id), query, BY_ID);
    return { items: items.map(toAlignment), nextCursor };
  }

  async summary(
    ownerId: string,
    days: number,
    contentId: string | undefined,
  ): Promise<Omit<AlignmentSummary, 'days'>> {
    const { count, average, lowest, highest } = await this.own(ownerId, contentId)
      .clearSelect()
      .select(({ fn }) => [
        fn.countAll<string>().as('count'),
        sql<string | null>`round(avg(score), 2)`.as('average'),
        fn.min('score').as('lowest'),
        fn.max('score').as('highest'),
      ])
      .where('created_at', '>', sql<string>`now() - make_interval(days => ${days})`)
      .executeTakeFirstOrThrow();
    return {
      count: Number(count),
      average: numberOf(average),
      lowest: numberOf(lowest),
      highest: numberOf(highest),
    };
  }

  private own(ownerId: string, contentId: string | undefined) {
    const own = this.tables.selectFrom('brand_alignments').select(COLUMNS).where('user_id', '=', ownerId);
    return contentId === undefined ? own : own.where('content_id', '=', contentId);
  }
}

function toAlignment(row: AlignmentRow): Alignment {
  return { ...row, score: Number(row.score) };
}

const numberOf = (value: string | null) => (value === null ? null : Number(value));
