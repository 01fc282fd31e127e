import { Injectable } from '@nestjs/common';
import { type Selectable, sql, type Updateable } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksReference } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { KnowledgeDocumentsTable } from '#platform/database/schema.generated';
import { BucketNotFound } from '../knowledge.errors.js';
import type { DocumentFormat } from '../texts/document-text.js';
import type { KnowledgeDocument, KnowledgeDocumentQuery } from './document.dto.js';
import type { DocumentState } from './reading-requests.js';

/** Everything but the text, which may be long. */
const COLUMNS = [
  'id',
  'bucket_id',
  'title',
  'format',
  'file_name',
  'file_type',
  'file_size',
  'status',
  'processing_error',
  'characters',
  'pages',
  'chunk_count',
  'embedding_status',
  'embedding_error',
  'embedding_model',
  'summary',
  'summary_ai',
  'summary_error',
  'indexed_at',
  'created_by',
  'created_at',
  'updated_at',
] as const;

type DocumentRow = Pick<Selectable<KnowledgeDocumentsTable>, (typeof COLUMNS)[number]>;

/** A document with what makes it: its text, or the file that holds it. */
export interface DocumentSource extends DocumentState {
  readonly bucketId: string;
  readonly title: string;
  readonly format: DocumentFormat;
  /** Null when the text was written here. */
  readonly filePath: string | null;
}

export interface NewDocument {
  readonly id: string;
  readonly bucket_id: string;
  readonly title: string;
  readonly content: string;
  readonly format: DocumentFormat;
  readonly file?: {
    readonly name: string | null;
    readonly type: string;
    readonly bytes: number;
    readonly path: string;
  };
}

@Injectable()
export class DocumentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('knowledge_documents');
  }

  async add(ownerId: string, { file, ...document }: NewDocument): Promise<KnowledgeDocument> {
    const row = await this.tables
      .insertInto('knowledge_documents')
      .values({
        ...document,
        created_by: ownerId,
        ...(file && {
          file_name: file.name,
          file_type: file.type,
          file_size: file.bytes,
          upload_path: file.path,
        }),
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw breaksReference(error, 'knowledge_documents_bucket') ? new BucketNotFound() : error;
      });
    return toDocument(row);
  }

  /** Newest first. */
  async list(ownerId: string, query: KnowledgeDocumentQuery): Promise<Page<KnowledgeDocument>> {
    let own = this.tables.selectFrom('knowledge_documents').select(COLUMNS).where('created_by', '=', ownerId);
    if (query.bucket_id !== undefined) own = own.where('bucket_id', '=', query.bucket_id);
    if (query.status !== undefined) own = own.where('status', '=', query.status);
    const { items, nextCursor } = await newestFirst(own, query, BY_ID);
    return { items: items.map(toDocument), nextCursor };
  }

  async find(ownerId: string, documentId: string): Promise<KnowledgeDocument | undefined> {
    const row = await this.tables
      .selectFrom('knowledge_documents')
      .select(COLUMNS)
      .where('id', '=', documentId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toDocument(row);
  }

  /** Title and text; null when the owner has no such document. */
  async text(ownerId: string, documentId: string): Promise<{ title: string; content: string } | null> {
    const row = await this.tables
      .selectFrom('knowledge_documents')
      .select(['title', 'content'])
      .where('id', '=', documentId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row ?? null;
  }

  /** What the document is made of; inside a transaction nobody else changes it before that ends. */
  async source(ownerId: string, documentId: string): Promise<DocumentSource | undefined> {
    const row = await this.tables
      .selectFrom('knowledge_documents')
      .select(['id', 'bucket_id', 'title', 'format', 'revision', 'upload_path'])
      .where('id', '=', documentId)
      .where('created_by', '=', ownerId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return undefined;
    const { bucket_id: bucketId, upload_path: path, format, ...more } = row;
    // An existing project names places in a bucket of its own, whose texts it has taken out already.
    const filePath = path?.startsWith('knowledge/') ? path : null;
    return { ...more, bucketId, format: format as DocumentFormat, filePath };
  }

  /** Changes columns and makes a new reading necessary. */
  async change(
    ownerId: string,
    documentId: string,
    columns: Pick<Updateable<KnowledgeDocumentsTable>, 'title' | 'content'>,
  ): Promise<(KnowledgeDocument & DocumentState) | undefined> {
    const row = await this.tables
      .updateTable('knowledge_documents')
      .set({ ...columns, revision: sql`revision + 1`, status: 'processing', processing_error: null })
      .where('id', '=', documentId)
      .where('created_by', '=', ownerId)
      .returning([...COLUMNS, 'revision'])
      .executeTakeFirst();
    return row && { ...toDocument(row), revision: row.revision };
  }

  /** Makes a new reading of every document of a bucket necessary. */
  async readAgainIn(ownerId: string, bucketId: string): Promise<DocumentState[]> {
    return this.tables
      .updateTable('knowledge_documents')
      .set({ revision: sql`revision + 1`, status: 'processing', processing_error: null })
      .where('bucket_id', '=', bucketId)
      .where('created_by', '=', ownerId)
      .returning(['id', 'revision'])
      .execute();
  }

  /** Answers where its file lay, null when it had none; undefined when there was no such document. */
  async remove(ownerId: string, documentId: string): Promise<string | null | undefined> {
    const row = await this.tables
      .deleteFrom('knowledge_documents')
      .where('id', '=', documentId)
      .where('created_by', '=', ownerId)
      .returning('upload_path')
      .executeTakeFirst();
    return row && row.upload_path;
  }

  async filesIn(ownerId: string, bucketId: string): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('knowledge_documents')
      .select('upload_path')
      .where('bucket_id', '=', bucketId)
      .where('created_by', '=', ownerId)
      .where('upload_path', 'like', 'knowledge/%')
      .execute();
    return rows.flatMap(({ upload_path: path }) => path ?? []);
  }

  /** Those of the files that a document has. */
  async filesInUse(ownerId: string, paths: readonly string[]): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('knowledge_documents')
      .select('upload_path')
      .where('created_by', '=', ownerId)
      .where('upload_path', 'in', [...paths])
      .execute();
    return rows.flatMap(({ upload_path: path }) => path ?? []);
  }

  /** Where the original lies and what it was called. */
  async file(
    ownerId: string,
    documentId: string,
  ): Promise<{ path: string | null; name: string | null } | undefined> {
    return this.tables
      .selectFrom('knowledge_documents')
      .select(['upload_path as path', 'file_name as name'])
      .where('id', '=', documentId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
  }
}

function toDocument(row: DocumentRow): KnowledgeDocument {
  return {
    ...row,
    format: row.format as DocumentFormat,
    status: row.status as KnowledgeDocument['status'],
    embedding_status: row.embedding_status as KnowledgeDocument['embedding_status'],
  };
}
