import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { EmailTemplate } from './email-template.dto.js';
import type { TemplateContent } from './template-content.js';

/** How a template is called and what it is for. */
export interface TemplateName {
  readonly name: string;
  readonly email_type: string;
}

/** Templates with the words that are live. */
@Injectable()
export class EmailTemplateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_templates', 'email_template_versions');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<EmailTemplate>> {
    const own = this.tables.selectFrom(this.live(ownerId).as('live')).selectAll();
    const { items, nextCursor } = await newestFirst(own, page, { column: 'id', holds: 'text' });
    return { items: items.map(toTemplate), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<EmailTemplate | undefined> {
    const row = await this.live(ownerId).where('template.id', '=', id).executeTakeFirst();
    return row && toTemplate(row);
  }

  /** Keeps others from saving it until the running transaction ends; false when there is no such template. */
  async lock(ownerId: string, id: string): Promise<boolean> {
    const row = await this.tables
      .selectFrom('email_templates')
      .select('id')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row !== undefined;
  }

  async add(ownerId: string, { name, email_type }: TemplateName, content: TemplateContent): Promise<string> {
    const id = newId();
    await this.tables
      .insertInto('email_templates')
      .values({ id, name, email_type, created_by: ownerId, ...mirrored(content) })
      .execute();
    return id;
  }

  async rename(ownerId: string, id: string, change: Partial<TemplateName>): Promise<void> {
    if (Object.keys(change).length === 0) return;
    await this.tables
      .updateTable('email_templates')
      .set(change)
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .execute();
  }

  /** The words that whoever reads the table finds: those that are live. */
  async mirror(ownerId: string, id: string, content: TemplateContent): Promise<void> {
    await this.tables
      .updateTable('email_templates')
      .set(mirrored(content))
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .execute();
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_templates')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  private live(ownerId: string) {
    return this.tables
      .selectFrom('email_templates as template')
      .innerJoin('email_template_versions as version', (join) =>
        join
          .onRef('version.template_id', '=', 'template.id')
          .onRef('version.created_by', '=', 'template.created_by')
          .on('version.status', '=', 'active'),
      )
      .select([
        'template.id',
        'template.name',
        'template.email_type',
        'template.created_at',
        'template.updated_at',
      ])
      .select(['version.version', 'version.subject_line', 'version.preheader', 'version.mjml_content'])
      .select(['version.html_content', 'version.text_content', 'version.merge_tags', 'version.defaults'])
      .select(['version.translations', 'version.strict', 'version.attachments'])
      .where('template.created_by', '=', ownerId);
  }
}

interface TemplateRow {
  subject_line: string;
  merge_tags: unknown;
  defaults: unknown;
  translations: unknown;
}

function toTemplate<Row extends TemplateRow>({ subject_line, ...row }: Row): EmailTemplate {
  return { ...row, subject: subject_line, built_in: false } as unknown as EmailTemplate;
}

function mirrored({ subject, preheader, html_content, text_content, merge_tags }: TemplateContent) {
  return {
    subject_line: subject,
    preheader,
    html_content,
    text_content,
    variables: JSON.stringify(merge_tags),
  };
}
