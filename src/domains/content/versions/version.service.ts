import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { Provenance } from '#platform/ai/provenance.dto';
import type { PageQuery } from '#platform/http/page-query';
import type { SavedContent } from '../content.answers.dto.js';
import { contentNumber } from '../content-ref.js';
import { VersionNotFound } from '../content.errors.js';
import { ContentService } from '../content.service.js';
import { htmlOf } from '../measures/measure.js';
import type { ContentVersion, VersionSummary } from './version.dto.js';
import { VersionRepository, type VersionRow } from './version.repository.js';

/** What pieces of content said before. */
@Injectable()
export class VersionService {
  constructor(
    private readonly versions: VersionRepository,
    private readonly content: ContentService,
  ) {}

  async list(ownerId: string, piece: string, page: PageQuery): Promise<Page<VersionSummary>> {
    const { id } = await this.content.get(ownerId, piece);
    return this.versions.list(ownerId, id, page);
  }

  async get(ownerId: string, piece: string, version: string): Promise<ContentVersion> {
    const row = await this.row(ownerId, piece, version);
    return {
      version: row.version,
      title: row.title,
      content: row.content,
      html_content: htmlOf(row),
      cta: row.cta,
      meta_description: row.meta_description,
      keywords: row.keywords ?? [],
      provenance: row.provenance as Provenance | null,
      created_at: row.created_at,
    };
  }

  /** Makes the former words the present ones: a new version, from whom the former was. */
  async restore(ownerId: string, piece: string, version: string): Promise<SavedContent> {
    const { title, content, html_content, cta, meta_description, keywords, provenance } = await this.row(
      ownerId,
      piece,
      version,
    );
    const words = {
      title,
      content: content ?? '',
      html_content,
      cta,
      meta_description,
      keywords: keywords ?? [],
    };
    return this.content.restore(ownerId, piece, words, provenance as Provenance | null);
  }

  private async row(ownerId: string, piece: string, version: string): Promise<VersionRow> {
    const number = /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;
    const row =
      number === undefined ? undefined : await this.versions.find(ownerId, contentNumber(piece), number);
    if (!row) throw new VersionNotFound(piece, version.slice(0, 50));
    return row;
  }
}
