import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { type ForgetFiles, ForgetFilesJob } from '../knowledge.jobs.js';
import { DocumentFiles } from './document-files.js';
import { DocumentRepository } from './document.repository.js';

/** Removes files that no document has any more, or ever had. */
@Injectable()
@Handles(ForgetFilesJob)
export class ForgetFilesHandler implements JobHandler<ForgetFiles> {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly files: DocumentFiles,
  ) {}

  async handle({ ownerId, paths }: ForgetFiles): Promise<void> {
    const inUse = new Set(await this.documents.filesInUse(ownerId, paths));
    const unused = paths.filter((path) => !inUse.has(path));
    if (unused.length > 0) await this.files.remove(unused);
  }
}
