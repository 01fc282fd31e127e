import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { ChunkRepository, type StoredChunk } from '../chunks/chunk.repository.js';
import type { DocumentSource } from '../documents/document.repository.js';
import { EmbedDocumentJob, SummariseDocumentJob } from '../knowledge.jobs.js';
import type { ReadText } from '../texts/read-document.js';
import { SummaryRepository } from '../summaries/summary.repository.js';
import { IndexingRepository } from './indexing.repository.js';

/** Puts what was read of documents where it is found. */
@Injectable()
export class DocumentIndex {
  constructor(
    private readonly database: Database,
    private readonly indexing: IndexingRepository,
    private readonly chunks: ChunkRepository,
    private readonly summaries: SummaryRepository,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Puts the chunks in place and asks for their vectors and, where they are new or have none for want of a model, for a summary: all at
   * once, or, when the document has changed meanwhile, nothing.
   * Chunks that came out as they were keep their place, and their vectors until new ones are made.
   */
  async keep(ownerId: string, source: DocumentSource, read: ReadText): Promise<void> {
    const chunks = read.chunks.map((chunk): StoredChunk => {
      return { ...chunk, context: [source.title, chunk.heading].filter(Boolean).join('\n') };
    });
    const chunksDigest = digestOf(chunks);
    const embeddingStatus = (await this.chunks.hasVectors()) ? 'pending' : 'none';
    await this.database.transaction(async () => {
      const before = await this.indexing.digest(ownerId, source);
      if (before === undefined) return;
      if (before !== chunksDigest)
        await this.chunks.replace(ownerId, { documentId: source.id, bucketId: source.bucketId }, chunks);
      await this.indexing.settle(ownerId, source, {
        ...(source.filePath !== null && { content: read.text }),
        characters: read.text.length,
        pages: read.pages,
        chunkCount: chunks.length,
        chunksDigest,
        embeddingStatus,
      });
      const asked = { ownerId, documentId: source.id, revision: source.revision };
      if (embeddingStatus === 'pending') await this.jobs.send(EmbedDocumentJob, asked);
      if (before !== chunksDigest || (await this.summaries.hasFailed(ownerId, source)))
        await this.jobs.send(SummariseDocumentJob, asked);
    });
  }

  /** Tells the owner why a document could not be read. */
  refuse(ownerId: string, source: DocumentSource, reason: string): Promise<void> {
    return this.indexing.fail(ownerId, source, reason);
  }
}

function digestOf(chunks: readonly StoredChunk[]): string {
  const hash = createHash('sha256');
  for (const { context, start, end, page, hash: content } of chunks)
    hash.update(JSON.stringify([context, start, end, page, content]));
  return hash.digest('hex');
}
