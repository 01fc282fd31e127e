import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Embedded } from '../chunks/chunk.repository.js';
import type { KnowledgePassage, SearchKnowledge } from './search.dto.js';

/** Finds passages; how is written down in the migration `0014_knowledge.sql`. */
@Injectable()
export class PassageRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('knowledge_chunks', 'knowledge_documents');
  }

  /** Best first, by words and, for each model that has seen the question, by meaning: one statement. */
  async search(
    ownerId: string,
    { query, limit, threshold, ...scope }: SearchKnowledge,
    seen: readonly Embedded[],
  ): Promise<KnowledgePassage[]> {
    const models = seen.map(({ model }) => model);
    const vectors = seen.map(({ vectors: [vector] }) => JSON.stringify(vector));
    const { rows } = await sql<KnowledgePassage>`
      select chunk_id, document_id, found.bucket_id, document_title, document.summary as document_summary, bucket_name,
        found.content, heading, page, start_offset as start, end_offset as "end", score, similarity, ranking
      from app.search_knowledge(${ownerId}, ${query}, ${models}, ${vectors}, ${JSON.stringify(scope)}::jsonb, ${limit},
        ${threshold ?? null}) as found
      join knowledge_documents as document on document.id = document_id and document.created_by = ${ownerId}
      order by score desc, chunk_id`.execute(this.tables);
    return rows;
  }
}
