import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { AuditRepository } from '../audit/audit.repository.js';
import { ExportArchive } from './contents/export-archive.js';
import { type WriteExport, WriteExportJob } from './export.jobs.js';
import { ExportLinks } from './export-links.js';
import { ExportRepository } from './export.repository.js';
import { ExportStore } from './export-store.js';

const LAST_ATTEMPT = 4;
const FAILED = 'Writing the file failed several times. Please ask for it again.';

/** Another worker writes the file, or it is not wanted any more. */
class ExportTaken extends Error {}

/** Writes the archive of a user. A worker that died is followed by one that begins under a name of its own. */
@Injectable()
@Handles(WriteExportJob)
export class WriteExportHandler implements JobHandler<WriteExport> {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly archive: ExportArchive,
    private readonly store: ExportStore,
    private readonly links: ExportLinks,
    private readonly audit: AuditRepository,
  ) {}

  async handle(task: WriteExport, run: JobRun): Promise<void> {
    const { ownerId, exportId } = task;
    const attempt = newId();
    try {
      if (await this.exports.begin(ownerId, exportId, attempt)) await this.write(task, attempt, run.signal);
    } catch (error) {
      await this.store.forget([attempt]);
      if (error instanceof ExportTaken) return;
      if (!run.signal.aborted && run.attempt >= LAST_ATTEMPT)
        await this.exports.fail(ownerId, exportId, FAILED);
      throw error;
    }
  }

  private async write(
    { ownerId, exportId }: WriteExport,
    attempt: string,
    signal: AbortSignal,
  ): Promise<void> {
    const written = { rows: 0, files: 0, bytes: 0 };
    const place = [ownerId, exportId, attempt] as const;
    const bytes = this.archive.bytes(ownerId, written, async () => {
      signal.throwIfAborted();
      if (!(await this.exports.advance(place, written))) throw new ExportTaken();
    });
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const chunk of bytes) {
        written.bytes += chunk.length;
        yield chunk;
      }
    }
    await this.store.write(attempt, counted());
    await this.database.transaction(async () => {
      const { url } = this.links.link(ownerId, exportId);
      if (!(await this.exports.complete(place, written, url))) throw new ExportTaken();
      await this.audit.record(ownerId, 'export.completed', { id: exportId, ...written });
    });
  }
}
