import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
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

  /** Notes that an answer leans on passages that were given last to whoever asked. */
  async used(ownerId: string, askedBy: string, chunkIds: readonly string[]): Promise<void> {
    if (chunkIds.length === 0) return;
    await sql`
      update knowledge_access_logs set used_in_response = true where id in (
        select distinct on (chunk_id) id from knowledge_access_logs
        where user_id = ${ownerId} and created_at > now() - interval '1 hour' and agent_type = ${askedBy}
          and chunk_id = any(${chunkIds}::uuid[])
        order by chunk_id, created_at desc
      )`.execute(this.tables);
  }

  /** Deletes, for everybody, at most so many of those from before, the oldest first, and answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'knowledge_access_logs', column: 'created_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
