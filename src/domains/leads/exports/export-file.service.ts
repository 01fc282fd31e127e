import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { LeadFieldRepository } from '../fields/lead-field.repository.js';
import type { Filter } from '../filters/filter.js';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import { type LeadRow, toLead } from '../lead-row.repository.js';
import { SegmentService } from '../segments/segment.service.js';
import type { ExportFormat, ExportQuery, StartExport } from './export.dto.js';
import { ExportFilterUnreadable } from './export.errors.js';
import { linesOf } from './export-lines.js';
import { columnsOf, type ExportPlan } from './export-plan.js';
import { ExportedLeadRepository, type ExportPosition } from './exported-lead.repository.js';

const PAGE = 500;
/** Leads are read from their JSON when they are written, so that few are held at a time. */
const LEADS_PER_PART = 50;

/** A file on its way to the browser. */
export interface LeadFile {
  name: string;
  mediaType: string;
  content: Readable;
}

/** A part of a file, and how many leads it holds. */
interface FilePart {
  text: string;
  leads: number;
}

/** Writes leads into files, page by page, newest first. */
@Injectable()
export class ExportFileService {
  constructor(
    private readonly database: Database,
    private readonly leads: ExportedLeadRepository,
    private readonly fields: LeadFieldRepository,
    private readonly filters: FilterReaderService,
    private readonly segments: SegmentService,
  ) {}

  /** What stands in the file; refused when something is asked for that there is not. */
  async plan(ownerId: string, wanted: StartExport): Promise<ExportPlan> {
    const { format, segment_id, filter, status, source, tag } = wanted;
    const segment = segment_id === undefined ? undefined : await this.segments.get(ownerId, segment_id);
    const all: Filter[] = [
      ...(filter === undefined ? [] : [await this.filters.read(ownerId, filter)]),
      ...(status === undefined ? [] : [{ field: 'status', op: 'is', value: status } as const]),
      ...(source === undefined ? [] : [{ field: 'source', op: 'is', value: source } as const]),
      ...(tag === undefined ? [] : [{ field: 'tags', op: 'has', value: tag } as const]),
    ];
    // While its members are still being looked for, a segment is whom its filter means.
    const isFilling = segment?.filling === true && segment.filter !== null;
    if (isFilling) all.push(segment.filter as unknown as Filter);
    return {
      format,
      filter: { all },
      segmentId: segment && !isFilling ? segment.id : null,
      columns: columnsOf(format, wanted.columns, await this.fields.list(ownerId)),
    };
  }

  /** The leads as a stream. What is refused is refused before its first byte. */
  async file(ownerId: string, query: ExportQuery): Promise<LeadFile> {
    const plan = await this.plan(ownerId, wantedBy(query));
    return {
      ...namedFile(plan.format, new Date()),
      content: Readable.from(this.texts(ownerId, plan), { objectMode: false }),
    };
  }

  /** The file in parts, which are made as they are taken. */
  async *parts(ownerId: string, plan: ExportPlan): AsyncGenerator<FilePart> {
    const { head, between, tail, page } = linesOf(plan);
    let before = head;
    for await (const rows of this.pages(ownerId, plan))
      for (let from = 0; from < rows.length; from += LEADS_PER_PART) {
        const leads = rows.slice(from, from + LEADS_PER_PART).map(toLead);
        yield { text: before + page(leads), leads: leads.length };
        before = between;
      }
    const isEmpty = before === head && head !== between;
    yield { text: (isEmpty ? head : '') + tail(isEmpty), leads: 0 };
  }

  private async *texts(ownerId: string, plan: ExportPlan): AsyncGenerator<string> {
    for await (const { text } of this.parts(ownerId, plan)) if (text !== '') yield text;
  }

  /** Each page is read as the owner by name: a stream is pulled outside the request that asked for it. */
  private async *pages(ownerId: string, plan: ExportPlan): AsyncGenerator<LeadRow[]> {
    let after: ExportPosition | null = null;
    for (;;) {
      const from: ExportPosition | null = after;
      const rows = await this.database.as(ownerId, () => this.leads.page(ownerId, plan, from, PAGE));
      const last = rows[rows.length - 1];
      if (!last) return;
      const isLast = rows.length < PAGE;
      yield rows;
      // The answer of the driver outlives its page in memory; without its rows that is little.
      rows.length = 0;
      if (isLast) return;
      const { created_at: createdAt, id } = toLead(last);
      after = { createdAt, id };
    }
  }
}

/** How a file is called and what it is. */
export function namedFile(format: ExportFormat, moment: Date): { name: string; mediaType: string } {
  const stamp = moment.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15);
  return {
    name: `leads_${stamp}.${format}`,
    mediaType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
  };
}

function wantedBy({ filter, columns, ...query }: ExportQuery): StartExport {
  return {
    ...query,
    ...(filter !== undefined && { filter: parsed(filter) }),
    ...(columns !== undefined && { columns: columns.split(',').map((column) => column.trim()) }),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Not JSON: refused below.
  }
  throw new ExportFilterUnreadable();
}
