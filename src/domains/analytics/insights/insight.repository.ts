import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { newestFirst } from '#platform/database/newest-first';
import type { AiInsightsTable } from '#platform/database/schema.generated';
import type { Insight } from '../analytics.answers.dto.js';
import type { InsightQuery } from '../analytics.dto.js';
import { textsOf } from '../kept-text.js';

/** What is kept of an insight. */
export type NewInsight = Omit<Insight, 'id' | 'created_at'>;

@Injectable()
export class InsightRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_insights');
  }

  /** Keeps insights; answers them with their ids, in the order they came. */
  async add(ownerId: string, insights: readonly NewInsight[]): Promise<Insight[]> {
    if (insights.length === 0) return [];
    const rows = insights.map(({ type, recommendations, provenance, ...columns }) => ({
      ...columns,
      id: `insight_${newId()}`,
      user_id: ownerId,
      kind: type,
      recommendations: JSON.stringify(recommendations),
      provenance: JSON.stringify(provenance),
    }));
    const kept = await this.tables.insertInto('ai_insights').values(rows).returningAll().execute();
    const byId = new Map(kept.map((row) => [row.id, toInsight(row)]));
    return rows.flatMap(({ id }) => byId.get(id) ?? []);
  }

  /** Newest first. */
  async list(ownerId: string, { level, ...page }: InsightQuery): Promise<Page<Insight>> {
    let own = this.tables.selectFrom('ai_insights').selectAll().where('user_id', '=', ownerId);
    if (level !== undefined) own = own.where('level', '=', level);
    const { items, nextCursor } = await newestFirst(own, page, { column: 'id', holds: 'text' });
    return { items: items.map(toInsight), nextCursor };
  }
}

function toInsight(row: Selectable<AiInsightsTable>): Insight {
  const { user_id: _owner, kind, timestamp: _former, ...columns } = row;
  return {
    ...columns,
    type: kind as Insight['type'],
    impact: row.impact as Insight['impact'],
    impact_score: row.impact_score === null ? null : Number(row.impact_score),
    recommendations: textsOf(row.recommendations),
    provenance: row.provenance as Insight['provenance'],
  };
}
