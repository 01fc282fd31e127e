import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { FileStorage } from '#platform/storage/file-storage';
import { type ForgetSupportFiles, ForgetSupportFilesJob } from './forget-files.jobs.js';
import { RemovalRepository } from './removal.repository.js';

/** Removes files that no message has any more. */
@Injectable()
@Handles(ForgetSupportFilesJob)
export class ForgetSupportFilesHandler implements JobHandler<ForgetSupportFiles> {
  constructor(
    private readonly removal: RemovalRepository,
    private readonly storage: FileStorage,
  ) {}

  async handle({ paths }: ForgetSupportFiles): Promise<void> {
    if (paths.length === 0) return;
    const inUse = new Set(await this.removal.filesInUse(paths));
    await this.storage.remove(paths.filter((path) => !inUse.has(path)));
  }
}
