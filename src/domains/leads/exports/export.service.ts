import { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import { Retention } from '#platform/retention/retention';
import type { LeadExport, StartExport } from './export.dto.js';
import {
  ExportFinished,
  ExportLinkExpired,
  ExportLinkUnknown,
  ExportNotFound,
  TooManyExports,
} from './export.errors.js';
import { ExportFileService, type LeadFile, namedFile } from './export-file.service.js';
import { ExportLeadsJob } from './export.jobs.js';
import { ExportLinks } from './export-links.js';
import { ExportRepository, type KeptExport } from './export.repository.js';
import { ExportStore } from './export-store.js';

const KEPT_MS = 7 * 24 * 3_600_000;

/** Downloads of leads that are written in the background: asked for, watched, cancelled, fetched, forgotten. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly files: ExportFileService,
    private readonly store: ExportStore,
    private readonly links: ExportLinks,
    private readonly jobs: Jobs,
  ) {}

  async start(ownerId: string, wanted: StartExport): Promise<LeadExport> {
    const plan = await this.files.plan(ownerId, wanted);
    const { format: _, columns: _columns, ...which } = wanted;
    return this.database.transaction(async () => {
      const exportId = newId();
      const started = await this.exports.add(ownerId, exportId, { wanted: which, plan });
      if (!started) throw new TooManyExports();
      await this.jobs.send(ExportLeadsJob, { ownerId, exportId });
      return this.told(ownerId, started);
    });
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<LeadExport>> {
    const { items, nextCursor } = await this.exports.list(ownerId, page);
    return { items: items.map((one) => this.told(ownerId, one)), nextCursor };
  }

  async get(ownerId: string, exportId: string): Promise<LeadExport> {
    const found = isUuid(exportId) ? await this.exports.find(ownerId, exportId) : undefined;
    if (!found) throw new ExportNotFound();
    return this.told(ownerId, found);
  }

  /** Whoever is writing stops within some pages, and leaves no file. */
  async cancel(ownerId: string, exportId: string): Promise<LeadExport> {
    const { status } = await this.get(ownerId, exportId);
    if (!(await this.exports.end(ownerId, exportId, 'cancelled'))) throw new ExportFinished(status);
    return this.get(ownerId, exportId);
  }

  /** The file behind a link, and its size. */
  async download(token: string): Promise<LeadFile & { bytes: number }> {
    const claim = this.links.read(token);
    if (!claim) throw new ExportLinkUnknown();
    const { ownerId, exportId, expiresAt } = claim;
    if (expiresAt.getTime() <= Date.now()) throw new ExportLinkExpired();
    const found = await this.database.as(ownerId, () => this.exports.find(ownerId, exportId));
    if (found?.status !== 'completed' || found.attempt === null) throw new ExportLinkUnknown();
    const content = await this.store.read(found.attempt, found.format);
    return {
      ...namedFile(found.format, new Date(found.created_at)),
      bytes: found.bytes,
      content: Readable.from(content, { objectMode: false }),
    };
  }

  private told(ownerId: string, { attempt, ...kept }: KeptExport): LeadExport {
    const link =
      kept.status === 'completed' && attempt !== null ? this.links.link(ownerId, kept.id) : undefined;
    return {
      ...kept,
      download_url: link?.url ?? null,
      download_expires_at: link?.expiresAt.toISOString() ?? null,
    };
  }
}

/** Exports are forgotten after seven days, with their files. */
@Injectable()
export class ExportRetention implements OnModuleInit {
  constructor(
    private readonly exports: ExportRepository,
    private readonly store: ExportStore,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'lead_exports',
      keptMs: KEPT_MS,
      forget: async (before, atMost) => {
        const forgotten = await this.exports.forgetOld(before, atMost);
        await this.store.forget(
          forgotten.flatMap(({ attempt, format }) => (attempt === null ? [] : [{ attempt, format }])),
        );
        return forgotten.length;
      },
    });
  }
}
