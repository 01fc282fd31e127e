import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { EmailTemplate, NewEmailTemplate } from './email-template.dto.js';

const COLUMNS = [
  'id',
  'name',
  'email_type',
  'subject_line',
  'html_content',
  'text_content',
  'created_at',
] as const;

@Injectable()
export class EmailTemplateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_templates');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<EmailTemplate>> {
    const own = this.tables.selectFrom('email_templates').select(COLUMNS).where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, { column: 'id', holds: 'text' });
    return { items: items.map(toTemplate), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<EmailTemplate | undefined> {
    const row = await this.tables
      .selectFrom('email_templates')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toTemplate(row);
  }

  async add(ownerId: string, template: NewEmailTemplate): Promise<EmailTemplate> {
    const row = await this.tables
      .insertInto('email_templates')
      .values({
        id: newId(),
        name: template.name,
        email_type: template.email_type,
        subject_line: template.subject,
        html_content: template.html_content,
        text_content: template.text_content ?? null,
        created_by: ownerId,
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return toTemplate(row);
  }
}

interface TemplateRow {
  id: string;
  name: string;
  email_type: string;
  subject_line: string;
  html_content: string;
  text_content: string | null;
  created_at: string;
}

function toTemplate({ subject_line, ...row }: TemplateRow): EmailTemplate {
  return { ...row, subject: subject_line, built_in: false };
}
