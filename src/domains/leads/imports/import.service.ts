import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import { decodeCursor, encodeCursor, type Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import { csvCell } from '../csv/csv-cell.js';
import { ImportLeadsJob } from '../lead.jobs.js';
import type { ImportQuery, LeadImport, LeadImportError } from './import.dto.js';
import { ImportFinished, ImportNotFound } from './import.errors.js';
import { readMapping } from './import-mapping.js';
import { ImportRepository } from './import.repository.js';
import { UploadStore } from './upload-store.js';

const ERRORS_PER_READ = 1_000;

/** Files of leads: taken in, watched, cancelled. */
@Injectable()
export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly uploads: UploadStore,
    private readonly jobs: Jobs,
  ) {}

  /** Keeps the file and asks for it to be read: the import exists only once the whole file has arrived. */
  async start(ownerId: string, content: Readable, query: ImportQuery): Promise<LeadImport> {
    const wanted = readMapping(query.mapping);
    const importId = newId();
    const { bytes, encoding } = await this.uploads.keep(importId, content);
    const { duplicates, disposable, source, filename = null, header = true, dry_run: dryRun = false } = query;
    try {
      return await this.database.transaction(async () => {
        const options = { duplicates, disposable, source, encoding, wanted, headless: !header, dryRun };
        const started = await this.imports.add(ownerId, importId, { filename, bytes }, options);
        await this.jobs.send(ImportLeadsJob, { ownerId, importId });
        return started;
      });
    } catch (error) {
      await this.uploads.forget(importId);
      throw error;
    }
  }

  list(ownerId: string, page: PageQuery): Promise<Page<LeadImport>> {
    return this.imports.list(ownerId, page);
  }

  async get(ownerId: string, importId: string): Promise<LeadImport> {
    const found = isUuid(importId) ? await this.imports.find(ownerId, importId) : undefined;
    if (!found) throw new ImportNotFound();
    return found;
  }

  /** Stops the reading behind the batch that is being written; what was read stays. */
  async cancel(ownerId: string, importId: string): Promise<LeadImport> {
    const { status } = await this.get(ownerId, importId);
    if (!(await this.imports.finish(ownerId, importId, 'cancelled'))) throw new ImportFinished(status);
    return this.get(ownerId, importId);
  }

  /** In the order of the file. */
  async errors(
    ownerId: string,
    importId: string,
    { limit, cursor }: PageQuery,
  ): Promise<Page<LeadImportError>> {
    await this.get(ownerId, importId);
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0]) || 0;
    const rows = await this.imports.errors(ownerId, importId, after, limit + 1);
    const last = rows[limit - 1];
    return {
      items: rows
        .slice(0, limit)
        .map(({ row_number, field, message, raw }) => ({ row_number, field, message, raw })),
      nextCursor: rows.length > limit && last ? encodeCursor([String(last.id)]) : null,
    };
  }

  /** All kept errors as CSV; the last column is the row as it stood. */
  async errorFile(ownerId: string, importId: string): Promise<Readable> {
    await this.get(ownerId, importId);
    return Readable.from(this.errorLines(ownerId, importId), { objectMode: false });
  }

  private async *errorLines(ownerId: string, importId: string): AsyncGenerator<string> {
    yield 'row_number,field,message,raw\r\n';
    for (let after = 0; ;) {
      const from = after;
      const rows = await this.database.as(ownerId, () =>
        this.imports.errors(ownerId, importId, from, ERRORS_PER_READ),
      );
      for (const { row_number, field, message, raw } of rows)
        yield `${[row_number, field, message, raw].map(csvCell).join(',')}\r\n`;
      after = rows[rows.length - 1]?.id ?? after;
      if (rows.length < ERRORS_PER_READ) return;
    }
  }
}
