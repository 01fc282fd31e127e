import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { ScrapeResultsTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { Scrape, ScrapeDetails } from './scrape.dto.js';

type Row = Selectable<ScrapeResultsTable>;

/** What was asked of a page. */
export interface ScrapeRequest {
  url: string;
  scrapeType: string;
  requestHash: string;
}

/** What came of it. */
export interface ScrapeOutcome {
  finalUrl: string;
  title: string | null;
  excerpt: string;
  contentHash: string;
  fetchTimeMs: number;
  data: object;
}

const LISTED = [
  'id',
  'url',
  'final_url',
  'scrape_type',
  'status',
  'title',
  'excerpt',
  'content_hash',
  'error_message',
  'error_code',
  'fetch_time_ms',
  'created_at',
] as const;

@Injectable()
export class ScrapeRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('scrape_results');
  }

  /** Newest first, without what was found. */
  async list(ownerId: string, page: PageQuery): Promise<Page<Scrape>> {
    const own = this.tables.selectFrom('scrape_results').select(LISTED).where('user_id', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toScrape), nextCursor };
  }

  async find(ownerId: string, scrapeId: string): Promise<ScrapeDetails | undefined> {
    const row = await this.tables
      .selectFrom('scrape_results')
      .select([...LISTED, 'data'])
      .where('id', '=', scrapeId)
      .where('user_id', '=', ownerId)
      .executeTakeFirst();
    return row && toDetails(row);
  }

  /** The newest reading for the same request that is no older than so many hours. */
  async fresh(
    ownerId: string,
    { url, requestHash }: ScrapeRequest,
    hours: number,
  ): Promise<ScrapeDetails | undefined> {
    const row = await this.tables
      .selectFrom(sql<Row>`get_cached_scrape(${url}, ${hours}, ${requestHash})`.as('cached'))
      .select([...LISTED, 'data'])
      .where('user_id', '=', ownerId)
      .executeTakeFirst();
    return row && toDetails(row);
  }

  /** Keeps what was found. */
  async add(ownerId: string, request: ScrapeRequest, found: ScrapeOutcome): Promise<ScrapeDetails> {
    const row = await this.tables
      .insertInto('scrape_results')
      .values({
        ...columnsOf(ownerId, request),
        status: 'completed',
        final_url: found.finalUrl,
        title: found.title,
        excerpt: found.excerpt,
        content_hash: found.contentHash,
        fetch_time_ms: found.fetchTimeMs,
        data: JSON.stringify(found.data),
      })
      .returning([...LISTED, 'data'])
      .executeTakeFirstOrThrow();
    return toDetails(row);
  }

  /** Deletes, for everybody, at most so many of those from before, the oldest first, and answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'scrape_results', column: 'created_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  /** Keeps why nothing was found. */
  async addFailure(
    ownerId: string,
    request: ScrapeRequest,
    { code, message }: { code: string; message: string },
  ): Promise<void> {
    await this.tables
      .insertInto('scrape_results')
      .values({ ...columnsOf(ownerId, request), status: 'failed', error_code: code, error_message: message })
      .execute();
  }

  async remove(ownerId: string, scrapeId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('scrape_results')
      .where('id', '=', scrapeId)
      .where('user_id', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

function columnsOf(ownerId: string, { url, scrapeType, requestHash }: ScrapeRequest) {
  return { id: newId(), user_id: ownerId, url, scrape_type: scrapeType, request_hash: requestHash };
}

function toScrape({ error_message: error, ...row }: Pick<Row, (typeof LISTED)[number]>): Scrape {
  return { ...row, error };
}

function toDetails({ data, ...row }: Pick<Row, (typeof LISTED)[number] | 'data'>): ScrapeDetails {
  return { ...toScrape(row), data: (data as Record<string, unknown> | null) ?? null };
}
