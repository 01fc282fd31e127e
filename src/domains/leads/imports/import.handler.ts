import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { StoredFileMissing } from '#platform/storage/storage.errors';
import type { ColumnTarget } from '../csv/csv-columns.js';
import type { ImportedLead } from '../csv/csv-lead.js';
import { type ImportLeads, ImportLeadsJob } from '../lead.jobs.js';
import { ImportBatchRepository, type Written } from './import-batch.repository.js';
import type { LeadImportError } from './import.dto.js';
import { readRecords } from './import-reader.js';
import { addRow, type Batch, emptyBatch, FileRefused, problemOf, readHeader } from './import-run.js';
import { ImportRepository, type ImportTask } from './import.repository.js';
import { UploadStore } from './upload-store.js';

const ROWS_PER_BATCH = 500;
/** Keeps the text of one statement below 128 KB, so that memory stays flat over a million rows. */
const ROWS_PER_STATEMENT = 250;
/** Well before the attempt expires the rest of the file is left to a new job. */
const TURN_MS = 5 * 60_000;
const LAST_ATTEMPT = 4;

type Row = { lead: ImportedLead; line: number };
type Write = (leads: ImportedLead[]) => Promise<Written>;
type Ending = 'completed' | 'handed-on' | 'stopped';

/** Reads an uploaded file into leads, batch by batch, each with its counters in one transaction. */
@Injectable()
@Handles(ImportLeadsJob)
export class ImportHandler implements JobHandler<ImportLeads> {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly batches: ImportBatchRepository,
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
    const until = Date.now() + TURN_MS;
    let targets: ColumnTarget[] | undefined;
    let row = 0;
    let batch = emptyBatch(task.processedRows);
    let bytesRead = 0;
    // While one batch is being written the rows of the next are read.
    let written = Promise.resolve(true);
    try {
      for await (const group of readRecords(file, task.options.encoding)) {
        bytesRead = group.bytesRead;
        for (const record of group.records) {
          if (!targets) {
            const header = readHeader(record, task.options.wanted);
            targets = header.targets;
            await this.imports.begin(ownerId, importId, header.mapping);
            continue;
          }
          if (row++ < task.processedRows) continue;
          addRow(batch, record, targets, task.options.duplicates);
          if (batch.rows < ROWS_PER_BATCH) continue;
          run.signal.throwIfAborted();
          if (!(await written)) return 'stopped';
          written = this.commit(ownerId, importId, batch, bytesRead);
          written.catch(() => undefined);
          batch = emptyBatch(row);
          if (Date.now() > until) return (await written) ? await this.handOn(ownerId, importId) : 'stopped';
        }
      }
    } finally {
      await written.catch(() => undefined);
    }
    if (!targets) throw new FileRefused('The file has no header.');
    const isOurs = (await written) && (await this.commit(ownerId, importId, batch, bytesRead));
    return isOurs ? 'completed' : 'stopped';
  }

  private async handOn(ownerId: string, importId: string): Promise<Ending> {
    await this.jobs.send(ImportLeadsJob, { ownerId, importId });
    return 'handed-on';
  }

  /** False when the import was cancelled, or another worker is already further. */
  private commit(ownerId: string, importId: string, batch: Batch, bytesRead: number): Promise<boolean> {
    return this.database.transaction(async () => {
      const task = await this.imports.task(ownerId, importId);
      if (!task || task.status !== 'running' || task.processedRows !== batch.firstRow) return false;
      const { duplicates, source } = task.options;
      const errors = [...batch.errors];
      const leads = [...batch.leads.values()];
      const written = await this.writeAll(leads, errors, (part) =>
        this.batches.write(ownerId, part, source, duplicates),
      );
      const refused = errors.length - batch.errors.length;
      const untouched = leads.length - refused - written.created - written.updated;
      const outcome = {
        rows: batch.rows,
        created: written.created,
        updated: written.updated + (duplicates === 'update' ? batch.repeated : 0),
        skipped: untouched + (duplicates === 'skip' ? batch.repeated : 0),
        errors: errors.sort((one, other) => one.row_number - other.row_number),
        bytesRead,
      };
      await this.imports.advance(ownerId, importId, outcome, task.errorCount);
      return true;
    });
  }

  private async writeAll(leads: readonly Row[], errors: LeadImportError[], write: Write): Promise<Written> {
    const written = { created: 0, updated: 0 };
    for (let from = 0; from < leads.length; from += ROWS_PER_STATEMENT) {
      const part = await this.write(leads.slice(from, from + ROWS_PER_STATEMENT), errors, write);
      written.created += part.created;
      written.updated += part.updated;
    }
    return written;
  }

  /** Writes the rows at once; when one is refused by the database the rest is written in halves around it. */
  private async write(leads: readonly Row[], errors: LeadImportError[], write: Write): Promise<Written> {
    const [first] = leads;
    if (!first) return { created: 0, updated: 0 };
    try {
      return await this.database.savepoint(() => write(leads.map(({ lead }) => lead)));
    } catch (error) {
      if (!this.batches.isAboutOneRow(error)) throw error;
      if (leads.length === 1) {
        errors.push(
          problemOf(first.line, { field: null, message: 'The row cannot be stored' }, first.lead.email),
        );
        return { created: 0, updated: 0 };
      }
    }
    const middle = Math.ceil(leads.length / 2);
    const front = await this.write(leads.slice(0, middle), errors, write);
    const back = await this.write(leads.slice(middle), errors, write);
    return { created: front.created + back.created, updated: front.updated + back.updated };
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
