import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { KeywordResearchTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import { intentOf } from './modifiers.js';
import type { Keyword, KeywordCluster, ResearchItem } from './keyword-research.answers.dto.js';

/** What is kept of a research. */
export type KeptResearch = Omit<ResearchItem, 'id' | 'created_at' | 'updated_at'>;

@Injectable()
export class KeywordResearchRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('keyword_research');
  }

  /** Keeps a research; answers its id. */
  async add(ownerId: string, { keywords, clusters, ...columns }: KeptResearch): Promise<string> {
    const id = newId();
    await this.tables
      .insertInto('keyword_research')
      .values({
        id,
        created_by: ownerId,
        ...columns,
        keywords: JSON.stringify(keywords),
        clusters: JSON.stringify(clusters),
      })
      .execute();
    return id;
  }

  /** Newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<ResearchItem>> {
    const own = this.tables.selectFrom('keyword_research').selectAll().where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toItem), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<ResearchItem | undefined> {
    const row = await this.tables
      .selectFrom('keyword_research')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toItem(row);
  }

  /** Whether there was one to remove. */
  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('keyword_research')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

function toItem(row: Selectable<KeywordResearchTable>): ResearchItem {
  const { id, query, location, language, industry, source, estimated, created_at, updated_at } = row;
  return {
    id,
    query,
    kind: row.kind as ResearchItem['kind'],
    keywords: listOf(row.keywords).filter(isNamed).map(completed),
    clusters: listOf(row.clusters) as KeywordCluster[],
    clustered_by: row.clustered_by as ResearchItem['clustered_by'],
    location,
    language,
    industry,
    source,
    estimated,
    created_at,
    updated_at,
  };
}

/** Rows of a former version, and those a front end writes itself, may lack what is newer. */
function completed(kept: Partial<Keyword> & { keyword: string }): Keyword {
  return {
    search_volume: 0,
    difficulty: 0,
    cpc: 0,
    competition: 'Low',
    serp_features: [],
    trend_data: [],
    intent: intentOf(kept.keyword),
    estimated: true,
    as_of: null,
    unknown: [],
    ...kept,
  };
}

function isNamed(value: unknown): value is { keyword: string } {
  return (
    typeof value === 'object' && value !== null && 'keyword' in value && typeof value.keyword === 'string'
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
