import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { DocumentFiles } from '../documents/document-files.js';
import { DocumentRepository } from '../documents/document.repository.js';
import { ReadingRequests } from '../documents/reading-requests.js';
import { BucketCampaignUnfit, BucketNotFound } from '../knowledge.errors.js';
import type {
  CreateKnowledgeBucket,
  KnowledgeBucket,
  KnowledgeBucketQuery,
  UpdateKnowledgeBucket,
} from './bucket.dto.js';
import { BucketRepository } from './bucket.repository.js';

/** The places in which a marketer keeps documents. */
@Injectable()
export class BucketService {
  constructor(
    private readonly database: Database,
    private readonly buckets: BucketRepository,
    private readonly documents: DocumentRepository,
    private readonly files: DocumentFiles,
    private readonly readings: ReadingRequests,
  ) {}

  /** A bucket is of type `campaign` exactly when it names a campaign, one of its owner's. */
  async create(ownerId: string, wanted: CreateKnowledgeBucket): Promise<KnowledgeBucket> {
    const { name, campaign_id = null, description = null } = wanted;
    const type = wanted.bucket_type ?? (campaign_id === null ? 'general' : 'campaign');
    if ((type === 'campaign') !== (campaign_id !== null))
      throw new BucketCampaignUnfit().withIssues([
        {
          path: 'campaign_id',
          message: campaign_id === null ? 'campaign_id must be given' : 'campaign_id must be left out',
        },
      ]);
    return this.buckets.add(ownerId, { name: name.trim(), bucket_type: type, campaign_id, description });
  }

  list(ownerId: string, query: KnowledgeBucketQuery): Promise<Page<KnowledgeBucket>> {
    return this.buckets.list(ownerId, query);
  }

  async get(ownerId: string, bucketId: string): Promise<KnowledgeBucket> {
    const found = isUuid(bucketId) ? await this.buckets.find(ownerId, bucketId) : undefined;
    if (!found) throw new BucketNotFound();
    return found;
  }

  async update(ownerId: string, bucketId: string, wanted: UpdateKnowledgeBucket): Promise<KnowledgeBucket> {
    const { name, description } = wanted;
    const changes = {
      ...(name !== undefined && { name: name.trim() }),
      ...(description !== undefined && { description }),
    };
    const changed = isUuid(bucketId) ? await this.buckets.change(ownerId, bucketId, changes) : undefined;
    if (!changed) throw new BucketNotFound();
    return changed;
  }

  /** Removes it with its documents, their chunks, vectors and files. Answers how many documents went with it. */
  remove(ownerId: string, bucketId: string): Promise<number> {
    return this.database.transaction(async () => {
      const { document_count: documents } = await this.get(ownerId, bucketId);
      const paths = await this.documents.filesIn(ownerId, bucketId);
      if (!(await this.buckets.remove(ownerId, bucketId))) throw new BucketNotFound();
      await this.files.forget(ownerId, paths);
      return documents;
    });
  }

  /** Has every document of it read and embedded anew; until that is done, they are found as before. Answers how many. */
  reindex(ownerId: string, bucketId: string): Promise<number> {
    return this.database.transaction(async () => {
      await this.get(ownerId, bucketId);
      const started = await this.documents.readAgainIn(ownerId, bucketId);
      await this.readings.ask(ownerId, started);
      return started.length;
    });
  }
}
