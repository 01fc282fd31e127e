import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { csvCell } from '../csv/csv-cell.js';
import { FILE_COLUMNS, type FileColumn } from '../csv/file-columns.js';
import type { Lead } from '../lead.answers.dto.js';
import { type ExportPosition, ReportRepository } from './report.repository.js';

const PAGE = 1_000;

/** A file on its way to the browser. */
export interface LeadFile {
  name: string;
  mediaType: string;
  content: Readable;
}

/** Writes all leads of an owner into a file, page by page, newest first. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly leads: ReportRepository,
  ) {}

  file(ownerId: string, format: 'csv' | 'json'): LeadFile {
    const moment = new Date().toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15);
    const isCsv = format === 'csv';
    return {
      name: `leads_${moment}.${format}`,
      mediaType: isCsv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      content: Readable.from(isCsv ? this.csv(ownerId) : this.json(ownerId), { objectMode: false }),
    };
  }

  private async *csv(ownerId: string): AsyncGenerator<string> {
    yield `${FILE_COLUMNS.join(',')}\r\n`;
    for await (const leads of this.pages(ownerId))
      yield leads
        .map((lead) => `${FILE_COLUMNS.map((name) => csvCell(cellOf(lead, name))).join(',')}\r\n`)
        .join('');
  }

  private async *json(ownerId: string): AsyncGenerator<string> {
    let before = '[';
    for await (const leads of this.pages(ownerId)) {
      const texts = leads.map((lead) => JSON.stringify(lead, null, 2).replace(/^/gm, '  '));
      yield `${before}\n${texts.join(',\n')}`;
      before = ',';
    }
    yield before === '[' ? '[]\n' : '\n]\n';
  }

  /** Each page is read as the owner by name: a stream is pulled outside the request that asked for it. */
  private async *pages(ownerId: string): AsyncGenerator<Lead[]> {
    let after: ExportPosition | null = null;
    for (;;) {
      const from: ExportPosition | null = after;
      const leads: Lead[] = await this.database.as(ownerId, () => this.leads.exportPage(ownerId, from, PAGE));
      const last = leads[leads.length - 1];
      if (!last) return;
      yield leads;
      if (leads.length < PAGE) return;
      after = { createdAt: last.created_at, id: last.id };
    }
  }
}

function cellOf(lead: Lead, column: FileColumn): string | number | null {
  const value = lead[column];
  if (Array.isArray(value)) return value.join('; ');
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length ? JSON.stringify(value) : null;
  return value;
}
