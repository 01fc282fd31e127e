import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { StoredFileMissing } from '#platform/storage/storage.errors';
import { DocumentFiles } from '../documents/document-files.js';
import { DocumentRepository, type DocumentSource } from '../documents/document.repository.js';
import { type ReadDocument, ReadDocumentJob } from '../knowledge.jobs.js';
import { DocumentReader } from '../texts/document-reader.js';
import { DocumentUnreadable } from '../texts/document-text.js';
import type { ReadText } from '../texts/read-document.js';
import { DocumentIndex } from './document-index.js';

const LAST_ATTEMPT = 4;

/** Reads a document, so that it is found by its words. */
@Injectable()
@Handles(ReadDocumentJob)
export class ReadDocumentHandler implements JobHandler<ReadDocument> {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly files: DocumentFiles,
    private readonly reader: DocumentReader,
    private readonly index: DocumentIndex,
  ) {}

  /** A document that has been changed or deleted meanwhile is left to whoever did that. */
  async handle({ ownerId, documentId, revision }: ReadDocument, run: JobRun): Promise<void> {
    const source = await this.documents.source(ownerId, documentId);
    if (source?.revision !== revision) return;
    try {
      await this.index.keep(ownerId, source, await this.read(ownerId, source, run.signal));
    } catch (error) {
      if (run.signal.aborted) throw error;
      const isHopeless = error instanceof DocumentUnreadable || error instanceof StoredFileMissing;
      if (!isHopeless && run.attempt < LAST_ATTEMPT) throw error;
      await this.index.refuse(ownerId, source, reasonOf(error));
      if (!isHopeless) throw error;
    }
  }

  private async read(ownerId: string, source: DocumentSource, signal: AbortSignal): Promise<ReadText> {
    const { id, format, filePath } = source;
    if (filePath !== null)
      return this.reader.read({ format, content: await this.files.bytes(filePath) }, signal);
    const written = await this.documents.text(ownerId, id);
    return this.reader.read({ format, content: written?.content ?? '' }, signal);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof DocumentUnreadable) return error.message;
  if (error instanceof StoredFileMissing)
    return 'The uploaded file is no longer in storage. Please upload it again.';
  return 'Reading the document failed several times. Please have it indexed again.';
}
