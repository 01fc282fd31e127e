import { Injectable } from '@nestjs/common';
import type { PageQuery } from '#platform/http/page-query';
import { TemplateNotFound } from '../email.errors.js';
import { BUILT_IN_TEMPLATES } from './built-in-templates.js';
import type { EmailTemplate, EmailTemplates, NewEmailTemplate } from './email-template.dto.js';
import { EmailTemplateRepository } from './email-template.repository.js';
import { MailTemplate } from './mail-template.js';

/** Templates to write mailings from: the built-in ones and an owner's own. */
@Injectable()
export class EmailTemplateService {
  constructor(private readonly templates: EmailTemplateRepository) {}

  /** The built-in ones lead the first page. */
  async list(ownerId: string, page: PageQuery): Promise<EmailTemplates> {
    const { items, nextCursor } = await this.templates.list(ownerId, page);
    const isFirst = !page.cursor && !page.offset;
    return { templates: [...(isFirst ? BUILT_IN_TEMPLATES : []), ...items], next_cursor: nextCursor };
  }

  async get(ownerId: string, id: string): Promise<EmailTemplate> {
    const template =
      BUILT_IN_TEMPLATES.find((builtIn) => builtIn.id === id) ?? (await this.templates.find(ownerId, id));
    if (!template) throw new TemplateNotFound(id);
    return template;
  }

  /** Keeps a template that can be read and filled; throws `email/template-invalid` otherwise. */
  async add(ownerId: string, template: NewEmailTemplate): Promise<EmailTemplate> {
    new MailTemplate({
      subject: template.subject,
      html: template.html_content,
      text: template.text_content ?? null,
      trackLinks: false,
    });
    return this.templates.add(ownerId, template);
  }
}
