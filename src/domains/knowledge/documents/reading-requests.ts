import { Injectable } from '@nestjs/common';
import { Jobs } from '#platform/jobs/jobs';
import { ReadDocumentJob } from '../knowledge.jobs.js';

/** A document as it was when its reading was asked for. */
export interface DocumentState {
  readonly id: string;
  readonly revision: number;
}

/** Asks for documents to be read; inside a transaction only if that commits. */
@Injectable()
export class ReadingRequests {
  constructor(private readonly jobs: Jobs) {}

  async ask(ownerId: string, documents: readonly DocumentState[]): Promise<void> {
    await this.jobs.sendAll(
      ReadDocumentJob,
      documents.map(({ id, revision }) => ({ ownerId, documentId: id, revision })),
    );
  }
}
