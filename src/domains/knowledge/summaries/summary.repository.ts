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
      .set({ summary: text, summary_ai: ai })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .execute();
  }
}
