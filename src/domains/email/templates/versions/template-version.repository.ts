import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { CursorUnreadable, decodeCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { TemplateContent } from '../template-content.js';
import type { TemplateVersion } from './template-version.dto.js';

/** How a revision comes to be. */
export interface Revising {
  readonly live: boolean;
  readonly changelog: string | null;
  readonly parentVersion: number | null;
}

/** Revisions of templates. Whoever adds one holds the row of the template. */
@Injectable()
export class TemplateVersionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_template_versions');
  }

  /** The newest first. */
  async list(ownerId: string, templateId: string, page: PageQuery): Promise<Page<TemplateVersion>> {
    let wanted = this.tables
      .selectFrom('email_template_versions')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('template_id', '=', templateId)
      .orderBy('version', 'desc')
      .limit(page.limit + 1);
    if (page.cursor !== undefined) wanted = wanted.where('version', '<', position(page.cursor));
    if (page.offset) wanted = wanted.offset(page.offset);
    const rows = (await wanted.execute()) as unknown as TemplateVersion[];
    return toPage(rows, page.limit, ({ version }) => [String(version)]);
  }

  async find(ownerId: string, templateId: string, version: number): Promise<TemplateVersion | undefined> {
    const row = await this.tables
      .selectFrom('email_template_versions')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('template_id', '=', templateId)
      .where('version', '=', version)
      .executeTakeFirst();
    return row as unknown as TemplateVersion | undefined;
  }

  /** The one that was saved last. */
  async latest(ownerId: string, templateId: string): Promise<TemplateVersion | undefined> {
    const { items } = await this.list(ownerId, templateId, { limit: 1 });
    return items[0];
  }

  /** Adds a revision under the next number; a live one takes the place of the one before. */
  async add(
    ownerId: string,
    templateId: string,
    content: TemplateContent,
    { live, changelog, parentVersion }: Revising,
  ): Promise<TemplateVersion> {
    if (live) await this.archiveLive(ownerId, templateId);
    const row = await this.tables
      .insertInto('email_template_versions')
      .values(({ selectFrom }) => ({
        id: newId(),
        template_id: templateId,
        created_by: ownerId,
        version: selectFrom('email_template_versions')
          .select(sql<number>`coalesce(max(version), 0) + 1`.as('next'))
          .where('template_id', '=', templateId)
          .where('created_by', '=', ownerId),
        subject_line: content.subject,
        preheader: content.preheader,
        mjml_content: content.mjml_content,
        html_content: content.html_content,
        text_content: content.text_content,
        merge_tags: JSON.stringify(content.merge_tags),
        defaults: JSON.stringify(content.defaults),
        translations: JSON.stringify(content.translations),
        strict: content.strict,
        attachments: JSON.stringify(content.attachments),
        status: live ? 'active' : 'draft',
        changelog,
        parent_version: parentVersion,
      }))
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return row as unknown as TemplateVersion;
  }

  /** Makes a revision the live one. */
  async makeLive(ownerId: string, templateId: string, version: number): Promise<void> {
    await this.archiveLive(ownerId, templateId);
    await this.tables
      .updateTable('email_template_versions')
      .set({ status: 'active' })
      .where('created_by', '=', ownerId)
      .where('template_id', '=', templateId)
      .where('version', '=', version)
      .execute();
  }

  private async archiveLive(ownerId: string, templateId: string): Promise<void> {
    await this.tables
      .updateTable('email_template_versions')
      .set({ status: 'archived' })
      .where('created_by', '=', ownerId)
      .where('template_id', '=', templateId)
      .where('status', '=', 'active')
      .execute();
  }
}

const COLUMNS = [
  ...(['id', 'template_id', 'version', 'subject_line', 'preheader', 'mjml_content', 'html_content'] as const),
  ...(['text_content', 'merge_tags', 'defaults', 'translations', 'strict', 'status', 'changelog'] as const),
  ...(['parent_version', 'created_at', 'attachments'] as const),
] as const;

function position(cursor: string): number {
  const [version = ''] = decodeCursor(cursor, 1);
  if (!/^\d{1,9}$/.test(version)) throw new CursorUnreadable();
  return Number(version);
}
