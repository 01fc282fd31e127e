import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { KnowledgePassage } from './search.dto.js';

const QUERY_KEPT = 1_000;

/** Which passages were given for which question. */
@Injectable()
export class AccessLogRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('knowledge_access_logs');
  }

  /** Notes all passages of one answer in one statement. */
  async note(
    ownerId: string,
    { query, askedBy }: { query: string; askedBy: string },
    passages: readonly KnowledgePassage[],
  ): Promise<void> {
    if (passages.length === 0) return;
    await this.tables
      .insertInto('knowledge_access_logs')
      .values(
        passages.map((passage) => ({
          user_id: ownerId,
          bucket_id: passage.bucket_id,
          document_id: passage.document_id,
          chunk_id: passage.chunk_id,
          agent_type: askedBy,
          query_text: query.slice(0, QUERY_KEPT).toWellFormed(),
          similarity_score: passage.similarity,
        })),
      )
      .execute();
  }

  /** Deletes, for everybody, at most so many of those from before, the oldest first, and answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'knowledge_access_logs', column: 'created_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
