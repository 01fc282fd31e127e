import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { ExportFileService } from './export-file.service.js';
import { type ExportLeads, ExportLeadsJob } from './export.jobs.js';
import type { ExportPlan } from './export-plan.js';
import { ExportRepository } from './export.repository.js';
import { ExportedLeadRepository } from './exported-lead.repository.js';
import { ExportStore } from './export-store.js';

const LAST_ATTEMPT = 4;
/** Leads between two looks whether the file is still wanted. */
const LEADS_PER_LOOK = 10_000;
const FAILED = 'Writing the file failed several times. Please start the export again.';

/** The export was cancelled, or another worker writes it. */
class ExportStopped extends Error {}

/** Writes a file of leads. A worker that died is followed by one that writes the file from its beginning. */
@Injectable()
@Handles(ExportLeadsJob)
export class ExportHandler implements JobHandler<ExportLeads> {
  constructor(
    private readonly exports: ExportRepository,
    private readonly leads: ExportedLeadRepository,
    private readonly files: ExportFileService,
    private readonly store: ExportStore,
  ) {}

  async handle(task: ExportLeads, run: JobRun): Promise<void> {
    const { ownerId, exportId } = task;
    const attempt = newId();
    try {
      const plan = await this.exports.begin(ownerId, exportId, attempt);
      if (plan) await this.write(task, attempt, plan, run.signal);
    } catch (error) {
      if (error instanceof ExportStopped) return;
      if (!run.signal.aborted && run.attempt >= LAST_ATTEMPT)
        await this.exports.end(ownerId, exportId, 'failed', FAILED);
      throw error;
    }
  }

  private async write(
    { ownerId, exportId }: ExportLeads,
    attempt: string,
    plan: ExportPlan,
    signal: AbortSignal,
  ): Promise<void> {
    const written = { rows: 0, bytes: 0 };
    const stillOurs = async (known: { total_rows?: number; rows?: number; bytes?: number }) => {
      signal.throwIfAborted();
      if (!(await this.exports.advance(ownerId, exportId, attempt, known))) throw new ExportStopped();
    };
    const { files } = this;
    async function* content(): AsyncGenerator<Buffer> {
      let looked = 0;
      for await (const { text, leads } of files.parts(ownerId, plan)) {
        const bytes = Buffer.from(text);
        written.rows += leads;
        written.bytes += bytes.length;
        if (bytes.length > 0) yield bytes;
        if (written.rows - looked < LEADS_PER_LOOK) continue;
        looked = written.rows;
        await stillOurs(written);
      }
    }
    await stillOurs({ total_rows: await this.leads.count(ownerId, plan) });
    await this.store.write(attempt, plan.format, content());
    if (await this.exports.complete(ownerId, exportId, attempt, written)) return;
    await this.store.forget([{ attempt, format: plan.format }]);
  }
}
