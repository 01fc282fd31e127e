import { Injectable } from '@nestjs/common';
import { BucketRepository } from '../buckets/bucket.repository.js';
import { Embeddings } from '../indexing/embeddings.js';
import { IndexingRepository } from '../indexing/indexing.repository.js';
import { AccessLogRepository } from './access-log.repository.js';
import { PassageRepository } from './passage.repository.js';
import { asksForPlatformHelp } from './platform-help.js';
import type { KnowledgePassage, SearchKnowledge } from './search.dto.js';

/** Two, so that nothing is lost while documents move from one model to the next. */
const MODELS_AT_MOST = 2;
const HELP_PASSAGES = 3;
const HELP_THRESHOLD = 0.6;
const LIMIT = 10;

/** A search; `askedBy` is who is told, for the access log: `api`, or the id of an agent. */
export interface KnowledgeQuestion extends Partial<Omit<SearchKnowledge, 'query'>> {
  readonly query: string;
  readonly askedBy?: string;
}

/** What a model may lean on: passages of its user's documents, best first. */
@Injectable()
export class KnowledgeService {
  constructor(
    private readonly passages: PassageRepository,
    private readonly indexing: IndexingRepository,
    private readonly embeddings: Embeddings,
    private readonly logs: AccessLogRepository,
    private readonly buckets: BucketRepository,
  ) {}

  /**
   * Passages by words and by meaning, fused; by words alone where no embedding model answers. Belongs outside a transaction,
   * since it may ask a model for the vector of the question.
   */
  async search(
    ownerId: string,
    { askedBy = 'api', ...question }: KnowledgeQuestion,
  ): Promise<KnowledgePassage[]> {
    const asked = { limit: LIMIT, ...question };
    const models = await this.indexing.models(ownerId, MODELS_AT_MOST);
    const seen = await this.embeddings.ofQuestion(ownerId, asked.query, models);
    const found = await this.passages.search(ownerId, asked, seen);
    await this.logs.note(ownerId, { query: asked.query, askedBy }, found);
    return found;
  }

  /** Notes that an answer leans on these passages, which `askedBy` has just been given. */
  async used(
    ownerId: string,
    askedBy: string,
    passages: readonly Pick<KnowledgePassage, 'chunk_id'>[],
  ): Promise<void> {
    await this.logs.used(ownerId, askedBy, [...new Set(passages.map(({ chunk_id }) => chunk_id))]);
  }

  /**
   * What general buckets named after the platform or its documentation say, when the question may be about the product
   * itself; else nothing.
   */
  async platformHelp(
    ownerId: string,
    { query, askedBy }: Pick<KnowledgeQuestion, 'query' | 'askedBy'>,
  ): Promise<KnowledgePassage[]> {
    if (!asksForPlatformHelp(query)) return [];
    const bucket_ids = await this.buckets.ofPlatformHelp(ownerId);
    if (bucket_ids.length === 0) return [];
    return this.search(ownerId, {
      query,
      bucket_ids,
      limit: HELP_PASSAGES,
      threshold: HELP_THRESHOLD,
      ...(askedBy !== undefined && { askedBy }),
    });
  }
}
