import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { TemplateBuiltIn, TemplateNotFound, TemplateVersionNotFound } from '../email.errors.js';
import type { FieldDefaults } from '../writing/field-defaults.js';
import type { MailWords } from '../writing/mail-words.js';
import { BUILT_IN_TEMPLATES } from './built-in-templates.js';
import type {
  EmailTemplate,
  EmailTemplateChange,
  EmailTemplates,
  NewEmailTemplate,
} from './email-template.dto.js';
import { EmailTemplateRepository } from './email-template.repository.js';
import { mailWordsOf, type TemplateContent, translationsOf } from './template-content.js';
import { type GivenContent, TemplateMaker } from './template-maker.js';
import { contentOfVersion } from './versions/template-version.js';
import { TemplateVersionRepository } from './versions/template-version.repository.js';

/** A revision as mail is made from it. */
export interface TemplateRevision extends MailWords {
  readonly version: number;
  readonly attachments: readonly string[];
  readonly defaults: FieldDefaults;
  readonly translations: Readonly<Record<string, MailWords>>;
}

/** Templates to write mailings from: the built-in ones and an owner's own. Every save of one's own is a revision. */
@Injectable()
export class EmailTemplateService {
  constructor(
    private readonly database: Database,
    private readonly templates: EmailTemplateRepository,
    private readonly versions: TemplateVersionRepository,
    private readonly maker: TemplateMaker,
  ) {}

  /** The built-in ones lead the first page. */
  async list(ownerId: string, page: PageQuery): Promise<EmailTemplates> {
    const { items, nextCursor } = await this.templates.list(ownerId, page);
    const isFirst = !page.cursor && !page.offset;
    return { templates: [...(isFirst ? BUILT_IN_TEMPLATES : []), ...items], next_cursor: nextCursor };
  }

  async get(ownerId: string, id: string): Promise<EmailTemplate> {
    const template = builtIn(id) ?? (await this.templates.find(ownerId, id));
    if (!template) throw new TemplateNotFound(id);
    return template;
  }

  /** The revision that is live, or another by its number. */
  async revision(ownerId: string, id: string, version?: number): Promise<TemplateRevision> {
    const live = version === undefined || builtIn(id) ? await this.get(ownerId, id) : undefined;
    if (live && version !== undefined && version !== live.version)
      throw new TemplateVersionNotFound(id, String(version));
    if (live) return revisionOf(live.version, live);
    const found = await this.versions.find(ownerId, id, version ?? 0);
    if (found) return revisionOf(found.version, contentOfVersion(found));
    await this.get(ownerId, id);
    throw new TemplateVersionNotFound(id, String(version));
  }

  /** Keeps a template that can be read and filled; throws what `TemplateMaker.made` throws. */
  async add(
    ownerId: string,
    template: NewEmailTemplate | (GivenContent & NewTemplateName),
  ): Promise<EmailTemplate> {
    const content = await this.maker.made(ownerId, template);
    return this.keep(ownerId, template, content, template.changelog ?? null);
  }

  /** A template of one's own that says what another says. */
  async copy(ownerId: string, id: string, name?: string): Promise<EmailTemplate> {
    const from = await this.get(ownerId, id);
    const called = { name: name ?? `Copy of ${from.name}`.slice(0, 200), email_type: from.email_type };
    return this.keep(ownerId, called, from, `Copied from ${from.name}`.slice(0, 500));
  }

  /** Other words are a new revision, which is live unless it is kept as a draft. */
  async change(ownerId: string, id: string, change: EmailTemplateChange): Promise<EmailTemplate> {
    refuseBuiltIn(id);
    const { name, email_type, draft = false, changelog = null, ...given } = change;
    const before = await this.get(ownerId, id);
    const hasWords = Object.values(given).some((part) => part !== undefined);
    const content = hasWords ? await this.maker.made(ownerId, given, before) : undefined;
    return this.database.transaction(async () => {
      await this.lock(ownerId, id);
      await this.templates.rename(ownerId, id, {
        ...(name !== undefined && { name }),
        ...(email_type !== undefined && { email_type }),
      });
      if (content) {
        const revising = { live: !draft, changelog, parentVersion: before.version };
        await this.versions.add(ownerId, id, content, revising);
        if (!draft) await this.templates.mirror(ownerId, id, content);
      }
      return this.get(ownerId, id);
    });
  }

  async remove(ownerId: string, id: string): Promise<void> {
    refuseBuiltIn(id);
    if (!(await this.templates.remove(ownerId, id))) throw new TemplateNotFound(id);
  }

  private keep(
    ownerId: string,
    { name, email_type }: NewTemplateName,
    content: TemplateContent,
    changelog: string | null,
  ): Promise<EmailTemplate> {
    return this.database.transaction(async () => {
      const id = await this.templates.add(ownerId, { name, email_type }, content);
      await this.versions.add(ownerId, id, content, { live: true, changelog, parentVersion: null });
      return this.get(ownerId, id);
    });
  }

  private async lock(ownerId: string, id: string): Promise<void> {
    if (!(await this.templates.lock(ownerId, id))) throw new TemplateNotFound(id);
  }
}

interface NewTemplateName {
  readonly name: string;
  readonly email_type: string;
  readonly changelog?: string | null | undefined;
}

/** Throws `email/template-built-in` for one that comes with the product. */
export function refuseBuiltIn(id: string): void {
  if (builtIn(id)) throw new TemplateBuiltIn(id);
}

function builtIn(id: string): EmailTemplate | undefined {
  return BUILT_IN_TEMPLATES.find((template) => template.id === id);
}

function revisionOf(version: number, content: TemplateContent): TemplateRevision {
  return {
    ...mailWordsOf(content),
    version,
    attachments: content.attachments,
    defaults: content.defaults,
    translations: translationsOf(content),
  };
}
