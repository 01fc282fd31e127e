import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { AiLimited } from '#platform/ai/ai.errors';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { ChunkRepository } from '../chunks/chunk.repository.js';
import { type EmbedDocument, EmbedDocumentJob } from '../knowledge.jobs.js';
import { isTheEnd } from '../model-failures.js';
import { Embeddings } from './embeddings.js';
import { type EmbeddingEnd, IndexingRepository } from './indexing.repository.js';

/** About 9,000 tokens: one or two requests at every provider. */
const CHUNKS_AT_ONCE = 32;
/** Well before the attempt expires the rest is left to a new job. */
const TURN_MS = 5 * 60_000;
const PAUSE_MS = 60_000;

/** Gives the chunks of a document their vectors, batch by batch; each keeps the one it had until then. */
@Injectable()
@Handles(EmbedDocumentJob)
export class EmbedDocumentHandler implements JobHandler<EmbedDocument> {
  constructor(
    private readonly chunks: ChunkRepository,
    private readonly indexing: IndexingRepository,
    private readonly embeddings: Embeddings,
    private readonly jobs: Jobs,
  ) {}

  /** A worker that died half-way is followed by one that goes on behind the last batch. */
  async handle(asked: EmbedDocument, run: JobRun): Promise<void> {
    const document = { id: asked.documentId, revision: asked.revision };
    if ((await this.indexing.digest(asked.ownerId, document)) === undefined) return;
    try {
      const ending = await this.embed(asked, run.signal);
      if (ending) await this.indexing.embedded(asked.ownerId, document, ending);
    } catch (error) {
      if (run.signal.aborted) throw error;
      if (error instanceof AiLimited) return this.handOn(asked, (error.retryAfter ?? 0) * 1_000 || PAUSE_MS);
      if (!isTheEnd(error, run.attempt)) throw error;
      const reason = error instanceof AppError ? error.message : 'Making vectors failed several times.';
      await this.indexing.embedded(asked.ownerId, document, { status: 'failed', reason });
      if (!(error instanceof AppError)) throw error;
    }
  }

  /** Answers how it ended; null when it is left to another job, or to nobody because the document has changed. */
  private async embed(asked: EmbedDocument, signal: AbortSignal): Promise<EmbeddingEnd | null> {
    const { ownerId, ...document } = asked;
    const until = Date.now() + TURN_MS;
    let model = await this.chunks.madeBy(ownerId, document);
    for (;;) {
      const next = await this.chunks.withoutVectors(ownerId, document, CHUNKS_AT_ONCE);
      if (next.length === 0) return model === undefined ? null : { status: 'ready', model };
      const texts = next.map(({ context, content }) => `${context}\n\n${content}`);
      const made = await this.embeddings.ofPassages(ownerId, texts, { model, signal });
      if (!made) return { status: 'none' };
      model = made.model;
      if (!(await this.chunks.embed(ownerId, document, next, made))) return null;
      if (Date.now() < until) continue;
      await this.handOn(asked, 0);
      return null;
    }
  }

  private async handOn(asked: EmbedDocument, waitMs: number): Promise<void> {
    await this.jobs.send(
      EmbedDocumentJob,
      asked,
      waitMs > 0 ? { startAfter: new Date(Date.now() + waitMs) } : {},
    );
  }
}
