import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { ResearchNotesTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { Research } from './research.dto.js';

const COLUMNS = ['id', 'topic', 'statements', 'source_refs', 'provenance', 'created_at'] as const;
type Row = Pick<Selectable<ResearchNotesTable>, (typeof COLUMNS)[number]>;

/** Analyses only: notes of conversations, which have no topic, lie in the same table. */
@Injectable()
export class ResearchRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('research_notes');
  }

  /** Newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<Research>> {
    const { items, nextCursor } = await newestFirst(this.own(ownerId), page, BY_ID);
    return { items: items.map(toResearch), nextCursor };
  }

  async find(ownerId: string, researchId: string): Promise<Research | undefined> {
    const row = await this.own(ownerId).where('id', '=', researchId).executeTakeFirst();
    return row && toResearch(row);
  }

  async add(
    ownerId: string,
    { topic, statements, sources, provenance }: Omit<Research, 'id' | 'created_at'>,
  ): Promise<Research> {
    const row = await this.tables
      .insertInto('research_notes')
      .values({
        id: newId(),
        user_id: ownerId,
        topic,
        content: [topic, ...statements.map(({ text }) => `- ${text}`)].join('\n'),
        statements: JSON.stringify(statements),
        source_refs: JSON.stringify(sources),
        provenance: JSON.stringify(provenance),
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return toResearch(row);
  }

  async remove(ownerId: string, researchId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('research_notes')
      .where('id', '=', researchId)
      .where('user_id', '=', ownerId)
      .where('topic', 'is not', null)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  private own(ownerId: string) {
    return this.tables
      .selectFrom('research_notes')
      .select(COLUMNS)
      .where('user_id', '=', ownerId)
      .where('topic', 'is not', null);
  }
}

function toResearch({ topic, statements, source_refs, provenance, ...row }: Row): Research {
  return {
    ...row,
    topic: topic ?? '',
    statements: statements as Research['statements'],
    sources: source_refs as Research['sources'],
    provenance: provenance as Research['provenance'],
  };
}
