import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Withdrawals } from '../consents/withdrawals.js';
import type { ImportedLead } from '../csv/csv-lead.js';
import type { AddressSet } from './address-set.js';
import { ImportBatchRepository, type Written } from './import-batch.repository.js';
import type { Duplicates, LeadImportError } from './import.dto.js';
import { type Batch, problemOf } from './import-run.js';
import { ImportRepository } from './import.repository.js';

/** Keeps the text of one statement below 128 KB, so that memory stays flat over a million rows. */
const ROWS_PER_STATEMENT = 250;

type Row = { lead: ImportedLead; line: number };
type Write = (leads: ImportedLead[]) => Promise<Written>;

/** Writes batches of rows, or counts what writing them would come to. */
@Injectable()
export class BatchWriter {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly batches: ImportBatchRepository,
    private readonly withdrawals: Withdrawals,
  ) {}

  /** One batch with its counters in one transaction. False when the import was cancelled, or another worker is further. */
  commit(ownerId: string, importId: string, batch: Batch, met?: AddressSet): Promise<boolean> {
    return this.database.transaction(async () => {
      const task = await this.imports.task(ownerId, importId);
      if (!task || task.status !== 'running' || task.processedRows !== batch.firstRow) return false;
      const { duplicates, source } = task.options;
      const errors = [...batch.errors];
      const leads = [...batch.leads.values()];
      const written = met
        ? await this.foreseen(ownerId, leads, duplicates, met)
        : await this.writeAll(leads, errors, (part) =>
            this.batches.write(ownerId, part, { importId, source, duplicates }),
          );
      const refused = errors.length - batch.errors.length;
      const untouched = leads.length - refused - written.created - written.updated;
      const outcome = {
        rows: batch.rows,
        created: written.created,
        updated: written.updated + (duplicates === 'skip' ? 0 : batch.repeated),
        skipped: untouched + batch.unwanted + (duplicates === 'skip' ? batch.repeated : 0),
        findings: batch.findings,
        errors: errors.sort((one, other) => one.row_number - other.row_number),
        bytesRead: batch.bytesRead,
      };
      // Who has said no is not written to, whether the lead was known and left as it is or not.
      if (!met)
        await this.withdrawals.tell(
          ownerId,
          leads.map(({ lead }) => lead),
        );
      await this.imports.advance(ownerId, importId, outcome, task.errorCount);
      return true;
    });
  }

  /** What writing the leads would come to; those of earlier batches have been `met`. */
  private async foreseen(
    ownerId: string,
    leads: readonly Row[],
    duplicates: Duplicates,
    met: AddressSet,
  ): Promise<Written> {
    const addresses = leads.map(({ lead }) => lead.email_norm);
    const known = await this.batches.known(ownerId, addresses);
    const isNew = (address: string) => !known.has(address) && !met.has(address);
    const created = addresses.filter(isNew).length;
    for (const address of addresses) met.add(address);
    return { created, updated: duplicates === 'skip' ? 0 : addresses.length - created };
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
