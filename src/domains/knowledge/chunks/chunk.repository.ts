import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { TextChunk } from './chunk-text.js';

/** Rows of one statement: their JSON stays below half a megabyte. */
const ROWS_AT_ONCE = 250;

/** A chunk with what is searched beside its words. */
export interface StoredChunk extends TextChunk {
  readonly page: number | null;
  readonly context: string;
}

/** Which document of which bucket a chunk belongs to. */
export interface ChunkPlace {
  readonly documentId: string;
  readonly bucketId: string;
}

/** A document as it was when its chunks were to get their vectors. */
export interface ChunkedDocument {
  readonly documentId: string;
  readonly revision: number;
}

/** Vectors of one model as they are kept, in the order of their texts. */
export interface Embedded {
  readonly model: string;
  /** How many of the numbers the model gave; the rest is zero. */
  readonly dimensions: number;
  readonly vectors: readonly (readonly number[])[];
}

/** A chunk as a model is shown it. */
export interface ChunkText {
  readonly id: string;
  readonly context: string;
  readonly content: string;
}

@Injectable()
export class ChunkRepository {
  private vectors: Promise<boolean> | undefined;

  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('knowledge_chunks');
  }

  /** Whether vectors can be kept here: pgvector is installed, and was when the tables were made. */
  hasVectors(): Promise<boolean> {
    this.vectors ??= sql<{ there: boolean }>`select app.knowledge_has_vectors() as there`
      .execute(this.tables)
      .then(({ rows }) => rows[0]?.there === true)
      .catch((error: unknown) => {
        this.vectors = undefined;
        throw error;
      });
    return this.vectors;
  }

  /** Puts these chunks in place of all that the document had. Belongs into the transaction that settles the document. */
  async replace(
    ownerId: string,
    { documentId, bucketId }: ChunkPlace,
    chunks: readonly StoredChunk[],
  ): Promise<void> {
    await this.tables
      .deleteFrom('knowledge_chunks')
      .where('document_id', '=', documentId)
      .where('created_by', '=', ownerId)
      .execute();
    for (let from = 0; from < chunks.length; from += ROWS_AT_ONCE) {
      const rows = chunks
        .slice(from, from + ROWS_AT_ONCE)
        .map((chunk, at) => ({ ...chunk, id: newId(), index: from + at }));
      await sql`insert into knowledge_chunks (id, document_id, bucket_id, created_by, chunk_index, content, content_hash,
          token_count, context, heading, page, start_offset, end_offset)
        select id, ${documentId}::uuid, ${bucketId}::uuid, ${ownerId}::uuid, index, content, hash, tokens, context, heading,
          page, start, "end"
        from json_to_recordset(${JSON.stringify(rows)}::json) as chunk(id uuid, index integer, content text, hash text,
          tokens integer, context text, heading text, page integer, start integer, "end" integer)`.execute(
        this.tables,
      );
    }
  }

  /** The model that has made vectors for this revision already. */
  async madeBy(ownerId: string, { documentId, revision }: ChunkedDocument): Promise<string | undefined> {
    const row = await this.tables
      .selectFrom('knowledge_chunks')
      .select('embedding_model')
      .where('document_id', '=', documentId)
      .where('created_by', '=', ownerId)
      .where('embedded_revision', '=', revision)
      .limit(1)
      .executeTakeFirst();
    return row?.embedding_model ?? undefined;
  }

  /** Chunks whose vectors are not for this revision yet, in their order. */
  async withoutVectors(
    ownerId: string,
    { documentId, revision }: ChunkedDocument,
    limit: number,
  ): Promise<ChunkText[]> {
    return this.tables
      .selectFrom('knowledge_chunks')
      .select(['id', 'context', 'content'])
      .where('document_id', '=', documentId)
      .where('created_by', '=', ownerId)
      .where(sql<boolean>`embedded_revision is distinct from ${revision}`)
      .orderBy('chunk_index')
      .limit(limit)
      .execute();
  }

  /** Gives chunks their vectors. Answers false, and changes nothing, when the document is no longer as it was. */
  async embed(
    ownerId: string,
    { documentId, revision }: ChunkedDocument,
    chunks: readonly ChunkText[],
    made: Embedded,
  ): Promise<boolean> {
    const rows = chunks.map(({ id }, at) => ({ id, vector: made.vectors[at] }));
    const { numAffectedRows } = await sql`
      update knowledge_chunks chunk set embedding = made.vector, embedding_model = ${made.model},
        embedding_dimensions = ${made.dimensions}, embedded_revision = ${revision}
      from json_to_recordset(${JSON.stringify(rows)}::json) as made(id uuid, vector real[])
      where chunk.id = made.id and chunk.created_by = ${ownerId} and chunk.document_id = ${documentId}
        and exists (select from knowledge_documents document
          where document.id = chunk.document_id and document.revision = ${revision})`.execute(this.tables);
    return numAffectedRows !== 0n;
  }
}
