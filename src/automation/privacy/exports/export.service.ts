import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { Visitor } from '#platform/http/visitor';
import { Jobs } from '#platform/jobs/jobs';
import { AuditRepository } from '../audit/audit.repository.js';
import {
  ExportLinkExpired,
  ExportLinkUnknown,
  ExportNotFound,
  RequestTaken,
  TooManyExports,
} from '../privacy.errors.js';
import type { DataExport } from './export.dto.js';
import { WriteExportJob } from './export.jobs.js';
import { ExportLinks } from './export-links.js';
import { ExportRepository, type KeptExport } from './export.repository.js';
import { ExportStore } from './export-store.js';

/** Files of everything that is kept of a user: asked for, watched, fetched. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly store: ExportStore,
    private readonly links: ExportLinks,
    private readonly jobs: Jobs,
    private readonly audit: AuditRepository,
  ) {}

  /** The same request asked for twice is one export. */
  request(ownerId: string, requestId: string = newId(), visitor: Visitor): Promise<DataExport> {
    return this.database.transaction(async () => {
      const requested = await this.exports.request(ownerId, requestId);
      if (!requested) throw new RequestTaken();
      if (requested.fresh) {
        if (await this.exports.isFull(ownerId)) throw new TooManyExports();
        const { id } = requested.export;
        await this.jobs.send(WriteExportJob, { ownerId, exportId: id });
        await this.audit.record(ownerId, 'export.requested', { id }, visitor);
      }
      return this.told(ownerId, requested.export);
    });
  }

  async get(ownerId: string, name: string): Promise<DataExport> {
    const found = await this.exports.find(ownerId, name);
    if (!found) throw new ExportNotFound();
    return this.told(ownerId, found);
  }

  /** The file behind a link, and its size. */
  async download(token: string, visitor: Visitor): Promise<{ content: Readable; bytes: number }> {
    const claim = await this.links.read(token);
    if (!claim) throw new ExportLinkUnknown();
    const { ownerId, exportId, expiresAt } = claim;
    if (expiresAt.getTime() <= Date.now()) throw new ExportLinkExpired();
    const found = await this.database.as(ownerId, () => this.exports.find(ownerId, exportId));
    if (found?.status !== 'completed' || found.attempt === null) throw new ExportLinkUnknown();
    const content = await this.store.read(found.attempt);
    await this.audit.record(ownerId, 'export.downloaded', { id: exportId }, visitor);
    return { content: Readable.from(content, { objectMode: false }), bytes: found.bytes };
  }

  private told(ownerId: string, { attempt, ...kept }: KeptExport): DataExport {
    const link =
      kept.status === 'completed' && attempt !== null ? this.links.link(ownerId, kept.id) : undefined;
    return {
      ...kept,
      download_url: link?.url ?? null,
      download_expires_at: link?.expiresAt.toISOString() ?? null,
    };
  }
}
