import { Injectable } from '@nestjs/common';
import { type ExpressionBuilder, type Selectable, sql, type Updateable } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksReference, breaksUnique } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { KnowledgeBucketsTable, Schema } from '#platform/database/schema.generated';
import { BucketCampaignUnfit, BucketNameTaken } from '../knowledge.errors.js';
import type { BucketType, KnowledgeBucket, KnowledgeBucketQuery } from './bucket.dto.js';

type BucketColumns = Updateable<Pick<KnowledgeBucketsTable, 'name' | 'description'>>;
type BucketRow = Omit<Selectable<KnowledgeBucketsTable>, 'metadata'> & { document_count: number };
type Tables = Pick<Schema, 'knowledge_buckets' | 'knowledge_documents'>;

@Injectable()
export class BucketRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('knowledge_buckets', 'knowledge_documents');
  }

  async add(
    ownerId: string,
    bucket: Pick<KnowledgeBucket, 'name' | 'bucket_type' | 'campaign_id' | 'description'>,
  ): Promise<KnowledgeBucket> {
    const row = await this.tables
      .insertInto('knowledge_buckets')
      .values({ id: newId(), created_by: ownerId, ...bucket })
      .returning((found) => columns(found))
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => explain(error, bucket.name));
    return toBucket(row);
  }

  /** Newest first. */
  async list(ownerId: string, query: KnowledgeBucketQuery): Promise<Page<KnowledgeBucket>> {
    let own = this.tables
      .selectFrom('knowledge_buckets')
      .select((found) => columns(found))
      .where('created_by', '=', ownerId);
    if (query.bucket_type !== undefined) own = own.where('bucket_type', '=', query.bucket_type);
    if (query.campaign_id !== undefined) own = own.where('campaign_id', '=', query.campaign_id);
    const { items, nextCursor } = await newestFirst(own, query, BY_ID);
    return { items: items.map(toBucket), nextCursor };
  }

  async find(ownerId: string, bucketId: string): Promise<KnowledgeBucket | undefined> {
    const row = await this.tables
      .selectFrom('knowledge_buckets')
      .select((found) => columns(found))
      .where('id', '=', bucketId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toBucket(row);
  }

  async change(
    ownerId: string,
    bucketId: string,
    changes: BucketColumns,
  ): Promise<KnowledgeBucket | undefined> {
    const row = await this.tables
      .updateTable('knowledge_buckets')
      .set({ ...changes, updated_at: sql`now()` })
      .where('id', '=', bucketId)
      .where('created_by', '=', ownerId)
      .returning((found) => columns(found))
      .executeTakeFirst()
      .catch((error: unknown) => explain(error, String(changes.name)));
    return row && toBucket(row);
  }

  async remove(ownerId: string, bucketId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('knowledge_buckets')
      .where('id', '=', bucketId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** The general buckets in which the product itself is explained, by their names. */
  async ofPlatformHelp(ownerId: string): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('knowledge_buckets')
      .select('id')
      .where('created_by', '=', ownerId)
      .where('bucket_type', '=', 'general')
      .where('name', '~*', 'platform|documentation')
      .orderBy('created_at', 'desc')
      .limit(100)
      .execute();
    return rows.map(({ id }) => id);
  }
}

function columns(found: ExpressionBuilder<Tables, 'knowledge_buckets'>) {
  return [
    'id',
    'name',
    'bucket_type',
    'campaign_id',
    'description',
    'created_by',
    'created_at',
    'updated_at',
    found
      .selectFrom('knowledge_documents')
      .select((documents) => documents.cast<number>(documents.fn.countAll(), 'integer').as('count'))
      .whereRef('knowledge_documents.bucket_id', '=', 'knowledge_buckets.id')
      .as('document_count'),
  ] as const;
}

function toBucket(
  row: Omit<BucketRow, 'document_count'> & { document_count: number | null },
): KnowledgeBucket {
  return { ...row, bucket_type: row.bucket_type as BucketType, document_count: row.document_count ?? 0 };
}

/** Postgres itself holds that names differ, and that a bucket and its campaign have one owner. */
function explain(error: unknown, name: string): never {
  if (breaksUnique(error)) throw new BucketNameTaken(name);
  if (breaksReference(error, 'knowledge_buckets_campaign'))
    throw new BucketCampaignUnfit().withIssues([
      { path: 'campaign_id', message: 'campaign_id must be one of your campaigns' },
    ]);
  throw error;
}
