import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { DocumentState } from '../documents/reading-requests.js';

/** What reading a document came to. */
export interface ReadOutcome {
  /** The text taken out of a file; left alone where the text was written here. */
  readonly content?: string;
  readonly characters: number;
  readonly pages: number | null;
  readonly chunkCount: number;
  readonly chunksDigest: string;
  readonly embeddingStatus: 'none' | 'pending';
}

/** How embedding a document has ended; with the model whose vectors its chunks have now. */
export type EmbeddingEnd =
  | { readonly status: 'ready'; readonly model: string }
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly reason: string };

/** How far documents have come; every step holds only while the document is as it was when the step was asked for. */
@Injectable()
export class IndexingRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('knowledge_documents');
  }

  /** What the chunks were when the document was last read; undefined when the document has changed or is gone. */
  async digest(ownerId: string, document: DocumentState): Promise<string | null | undefined> {
    const row = await this.tables
      .selectFrom('knowledge_documents')
      .select('chunks_digest')
      .where('id', '=', document.id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', document.revision)
      .forUpdate()
      .executeTakeFirst();
    return row && row.chunks_digest;
  }

  async settle(ownerId: string, { id, revision }: DocumentState, outcome: ReadOutcome): Promise<void> {
    await this.tables
      .updateTable('knowledge_documents')
      .set({
        ...(outcome.content !== undefined && { content: outcome.content }),
        characters: outcome.characters,
        pages: outcome.pages,
        chunk_count: outcome.chunkCount,
        chunks_digest: outcome.chunksDigest,
        status: 'ready',
        processing_error: null,
        indexed_at: sql`now()`,
        embedding_status: outcome.embeddingStatus,
        embedding_error: null,
      })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .execute();
  }

  /** What was found of it before is found still. */
  async fail(ownerId: string, { id, revision }: DocumentState, reason: string): Promise<void> {
    await this.tables
      .updateTable('knowledge_documents')
      .set({ status: 'failed', processing_error: reason })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .execute();
  }

  async embedded(ownerId: string, { id, revision }: DocumentState, end: EmbeddingEnd): Promise<void> {
    await this.tables
      .updateTable('knowledge_documents')
      .set({
        embedding_status: end.status,
        embedding_error: end.status === 'failed' ? end.reason : null,
        ...(end.status === 'ready' && { embedding_model: end.model }),
      })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .execute();
  }

  /** The models that made the owner's vectors, those with most chunks first. */
  async models(ownerId: string, atMost: number): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('knowledge_documents')
      .select('embedding_model')
      .where('created_by', '=', ownerId)
      .where('embedding_model', 'is not', null)
      .groupBy('embedding_model')
      .orderBy((found) => found.fn.sum('chunk_count'), 'desc')
      .orderBy('embedding_model')
      .limit(atMost)
      .execute();
    return rows.flatMap(({ embedding_model: model }) => model ?? []);
  }
}
