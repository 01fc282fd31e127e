import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { StoredFileMissing } from '#platform/storage/storage.errors';
import type { ColumnTarget } from '../csv/csv-columns.js';
import { LeadFieldRepository } from '../fields/lead-field.repository.js';
import { type ImportLeads, ImportLeadsJob } from '../lead.jobs.js';
import { AddressSet } from './address-set.js';
import { BatchWriter } from './batch-writer.js';
import { readRecords } from './import-reader.js';
import { addressIn, addRow, emptyBatch, FileRefused, readHeader } from './import-run.js';
import { ImportRepository, type ImportTask } from './import.repository.js';
import { UploadStore } from './upload-store.js';

const ROWS_PER_BATCH = 500;
/** Well before the attempt expires the rest of the file is left to a new job. */
const TURN_MS = 5 * 60_000;
const LAST_ATTEMPT = 4;

type Ending = 'completed' | 'handed-on' | 'stopped';

/** Reads an uploaded file into leads, batch by batch, each with its counters in one transaction. */
@Injectable()
@Handles(ImportLeadsJob)
export class ImportHandler implements JobHandler<ImportLeads> {
  constructor(
    private readonly imports: ImportRepository,
    private readonly writer: BatchWriter,
    private readonly fields: LeadFieldRepository,
    private readonly uploads: UploadStore,
    private readonly jobs: Jobs,
  ) {}

  /** A worker that died half-way is followed by one that goes on behind the last committed batch. */
  async handle({ ownerId, importId }: ImportLeads, run: JobRun): Promise<void> {
    const task = await this.imports.task(ownerId, importId);
    if (!task) return;
    try {
      const ending = isOver(task) ? 'stopped' : await this.read(ownerId, importId, task, run);
      if (ending === 'completed') await this.imports.finish(ownerId, importId, 'completed');
      if (ending !== 'handed-on') await this.uploads.forget(importId);
    } catch (error) {
      if (run.signal.aborted) throw error;
      const isHopeless = error instanceof FileRefused || error instanceof StoredFileMissing;
      if (!isHopeless && run.attempt < LAST_ATTEMPT) throw error;
      await this.imports.finish(ownerId, importId, 'failed', reasonOf(error));
      await this.uploads.forget(importId);
      if (!isHopeless) throw error;
    }
  }

  private async read(ownerId: string, importId: string, task: ImportTask, run: JobRun): Promise<Ending> {
    const file = await this.uploads.read(importId);
    const { encoding, duplicates, disposable = 'keep', headless, dryRun } = task.options;
    const met = dryRun ? new AddressSet() : undefined;
    const until = Date.now() + TURN_MS;
    let targets: ColumnTarget[] | undefined;
    let row = 0;
    let batch = emptyBatch(task.processedRows);
    // While one batch is being written the rows of the next are read.
    let written = Promise.resolve(true);
    try {
      for await (const group of readRecords(file, encoding)) {
        for (const record of group.records) {
          if (!targets) {
            const header = readHeader(record, task.options, await this.fields.list(ownerId));
            targets = header.targets;
            await this.imports.begin(ownerId, importId, header.mapping);
            if (!headless) continue;
          }
          if (row++ < task.processedRows) {
            met?.add(addressIn(record, targets));
            continue;
          }
          addRow(batch, record, targets, { duplicates, disposable });
          batch.bytesRead = group.bytesRead;
          if (batch.rows < ROWS_PER_BATCH) continue;
          run.signal.throwIfAborted();
          if (!(await written)) return 'stopped';
          written = this.writer.commit(ownerId, importId, batch, met);
          written.catch(() => undefined);
          batch = emptyBatch(row);
          if (Date.now() > until) return (await written) ? await this.handOn(ownerId, importId) : 'stopped';
        }
      }
    } finally {
      await written.catch(() => undefined);
    }
    if (!targets) throw new FileRefused('The file has no header.');
    const isOurs = (await written) && (await this.writer.commit(ownerId, importId, batch, met));
    return isOurs ? 'completed' : 'stopped';
  }

  private async handOn(ownerId: string, importId: string): Promise<Ending> {
    await this.jobs.send(ImportLeadsJob, { ownerId, importId });
    return 'handed-on';
  }
}

function isOver({ status }: ImportTask): boolean {
  return status !== 'queued' && status !== 'running';
}

function reasonOf(error: unknown): string {
  if (error instanceof FileRefused) return error.message;
  if (error instanceof StoredFileMissing)
    return 'The uploaded file is no longer in storage. Please upload it again.';
  return 'Reading the file failed several times. Please try again; the rows read so far are kept.';
}
