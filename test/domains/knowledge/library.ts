import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BucketRepository } from '#domains/knowledge/buckets/bucket.repository';
import { ChunkRepository } from '#domains/knowledge/chunks/chunk.repository';
import { DocumentRepository } from '#domains/knowledge/documents/document.repository';
import { IndexingRepository } from '#domains/knowledge/indexing/indexing.repository';
import { readDocument } from '#domains/knowledge/texts/read-document';
import { loadSettings } from '#platform/config/load-settings';
import { Database } from '#platform/database/database';
import type { EmbeddedServer } from '#platform/database/embedded-server';
import { openServer } from '#platform/database/open-server';
import { JWT_SECRET } from '../../support/app.js';
import { testDatabase } from '../../support/database.js';

/** The tables of the room on a database of their own, without the application around them. */
export class Library {
  readonly chunks = new ChunkRepository(this.database);
  private readonly buckets = new BucketRepository(this.database);
  private readonly documents = new DocumentRepository(this.database);
  private readonly indexing = new IndexingRepository(this.database);

  private constructor(
    readonly database: Database,
    /** Runs SQL as the owner of the database, past every policy. */
    readonly sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<Library> {
    const dataDir = await mkdtemp(join(tmpdir(), 'marketing-library-'));
    const { environment, query, drop } = await testDatabase(dataDir);
    const secrets = { SUPABASE_JWT_SECRET: JWT_SECRET, SECRET_MASTER_KEY: 'ab01'.repeat(16) };
    const settings = loadSettings({ ENVIRONMENT: 'test', DATA_DIR: dataDir, ...secrets, ...environment });
    const server = await openServer(settings);
    const database = new Database(server);
    const embedded = (text: string, values: unknown[]) =>
      (server as EmbeddedServer).exclusive(
        async () =>
          (await (server as EmbeddedServer).postgres.query<Record<string, unknown>>(text, values)).rows,
      );
    const close = async (): Promise<void> => {
      await database.onApplicationShutdown();
      await drop();
      await rm(dataDir, { recursive: true, force: true });
    };
    return new Library(database, (text, values = []) => (query ?? embedded)(text, values), close);
  }

  /** A new owner with a bucket. */
  async owner(name = 'Documents'): Promise<{ ownerId: string; bucketId: string }> {
    const ownerId = randomUUID();
    const bucket = { name, bucket_type: 'general', campaign_id: null, description: null } as const;
    const { id: bucketId } = await this.database.as(ownerId, () => this.buckets.add(ownerId, bucket));
    return { ownerId, bucketId };
  }

  /** Puts a document where it is found, as reading it in the background does. Answers its id. */
  keep(
    { ownerId, bucketId }: { ownerId: string; bucketId: string },
    { title, content }: { title: string; content: string },
  ): Promise<string> {
    const id = randomUUID();
    return this.database.as(ownerId, async () => {
      const read = await readDocument({ format: 'markdown', content });
      await this.documents.add(ownerId, { id, bucket_id: bucketId, title, content, format: 'markdown' });
      const chunks = read.chunks.map((chunk) => {
        return { ...chunk, context: [title, chunk.heading].filter(Boolean).join('\n') };
      });
      await this.chunks.replace(ownerId, { documentId: id, bucketId }, chunks);
      await this.indexing.settle(
        ownerId,
        { id, revision: 1 },
        {
          characters: content.length,
          pages: null,
          chunkCount: chunks.length,
          chunksDigest: 'none',
          embeddingStatus: 'none',
        },
      );
      return id;
    });
  }

  /** Gives all chunks of a document vectors of a model. */
  async embed(
    ownerId: string,
    documentId: string,
    model: string,
    vectorOf: (text: string) => number[],
  ): Promise<void> {
    const document = { documentId, revision: 1 };
    await this.database.as(ownerId, async () => {
      const chunks = await this.chunks.withoutVectors(ownerId, document, 1_000);
      const vectors = chunks.map(({ content }) => vectorOf(content));
      await this.chunks.embed(ownerId, document, chunks, { model, dimensions: 1_536, vectors });
      await this.indexing.embedded(ownerId, { id: documentId, revision: 1 }, { status: 'ready', model });
    });
  }

  /** Runs a statement with the token of a user, as the REST interface of Supabase does. */
  async asUser(userId: string, sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.database.as(userId, () => this.database.execute({ sql, parameters }))).rows;
  }
}
