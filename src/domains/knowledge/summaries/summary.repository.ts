import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import type { DocumentState } from '../documents/reading-requests.js';

/** A document in short. */
export interface Summary {
  readonly text: string;
  /** Whether a model wrote it. */
  readonly ai: boolean;
}

@Injectable()
export class SummaryRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('knowledge_documents');
  }

  /** Kept only while the document is as it was when the summary was asked for. */
  async keep(ownerId: string, { id, revision }: DocumentState, { text, ai }: Summary): Promise<void> {
    await this.tables
      .updateTable('knowledge_documents')
      .set({ summary: text, summary_ai: ai, summary_error: null })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .execute();
  }

  /** There is none, and why; one of another text is none of this. */
  async fail(ownerId: string, { id, revision }: DocumentState, reason: string): Promise<void> {
    await this.tables
      .updateTable('knowledge_documents')
      .set({ summary: null, summary_ai: null, summary_error: reason })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .execute();
  }

  async hasFailed(ownerId: string, { id, revision }: DocumentState): Promise<boolean> {
    const row = await this.tables
      .selectFrom('knowledge_documents')
      .select('summary_error')
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .executeTakeFirst();
    return row !== undefined && row.summary_error !== null;
  }
}
