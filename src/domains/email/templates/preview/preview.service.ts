import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { safeHtml } from '#platform/html/safe-html';
import type { FieldDefaults } from '../../writing/field-defaults.js';
import { HOUSE_DEFAULTS } from '../../writing/field-defaults.js';
import { fieldUsage } from '../../writing/field-usage.js';
import { MailBlocks } from '../../writing/mail-blocks.js';
import { composed, type MailWords, withBlocksIn } from '../../writing/mail-words.js';
import { EmailTemplateService } from '../email-template.service.js';
import { parseTemplate, renderTemplate } from '../liquid.js';
import { readerScope, MailTemplate } from '../mail-template.js';
import {
  fieldsTold,
  GIVEN_FIELDS,
  KNOWN_FIELDS,
  languageTag,
  mergeFieldsOf,
  SAMPLE_FIELDS,
} from '../merge-fields.js';
import { mailWordsOf } from '../template-content.js';
import { TemplateMaker } from '../template-maker.js';
import type { PreviewTemplate, TemplatePreview, TemplateVerdict, WordsToPreview } from './preview.dto.js';
import { resembling } from './resembling-fields.js';

type Told = Readonly<Record<string, unknown>>;

const SAMPLE_ADDRESS = 'john.doe@example.com';
const LINKS = {
  unsubscribeUrl: 'https://example.com/unsubscribe',
  preferencesUrl: 'https://example.com/preferences',
  viewUrl: 'https://example.com/view',
};

/** Shows mails as somebody would read them, and says what their words lack; nothing is kept or sent. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly templates: EmailTemplateService,
    private readonly maker: TemplateMaker,
    private readonly blocks: MailBlocks,
  ) {}

  /** A kept template. */
  async ofTemplate(
    ownerId: string,
    templateId: string,
    { version, language, fields }: PreviewTemplate,
  ): Promise<TemplatePreview> {
    const { translations, defaults, ...main } = await this.templates.revision(ownerId, templateId, version);
    const tag = languageTag(language) ?? '';
    const words = translations[tag] ?? translations[tag.split('-')[0] ?? ''] ?? main;
    return this.preview(ownerId, words, defaults, fields);
  }

  /** Words that are not kept yet. */
  async ofWords(ownerId: string, words: WordsToPreview): Promise<TemplatePreview> {
    const content = await this.maker.made(ownerId, givenBy(words));
    return this.preview(ownerId, mailWordsOf(content), content.defaults, words.fields);
  }

  /** Never fails for what is wrong with the words: says it. */
  async validate(ownerId: string, words: WordsToPreview): Promise<TemplateVerdict> {
    const told = words.fields ?? {};
    const available_tags = [...new Set([...KNOWN_FIELDS, ...(words.fields ? fieldsTold(told) : [])])]
      .filter((field) => field !== 'custom')
      .sort();
    try {
      const content = await this.maker.made(ownerId, givenBy(words));
      const { used, missing } = await this.lacking(
        ownerId,
        mailWordsOf(content),
        content.defaults,
        words.fields,
      );
      const suggestions = missing.map((field) => [field, resembling(field, available_tags)] as const);
      return {
        valid: missing.length === 0,
        missing_fields: missing,
        available_tags,
        suggestions: Object.fromEntries(suggestions),
        used_fields: [...used],
        error: null,
      };
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
      const nothing = { missing_fields: [], suggestions: {}, used_fields: [] };
      return { valid: false, available_tags, ...nothing, error: error.message };
    }
  }

  private async preview(
    ownerId: string,
    words: MailWords,
    defaults: FieldDefaults,
    told: Told | undefined,
  ): Promise<TemplatePreview> {
    const { missing, blocks } = await this.lacking(ownerId, words, defaults, told);
    const shown = { ...Object.fromEntries(missing.map((field) => [field, `[${field}]`])), ...defaults };
    const { preheader, ...parts } = words;
    const mail = composed(parts, { blocks, defaults: shown });
    const fields = told ? mergeFieldsOf(told) : SAMPLE_FIELDS;
    const email = typeof told?.['email'] === 'string' ? told['email'] : SAMPLE_ADDRESS;
    const template = new MailTemplate({ ...mail, trackLinks: false });
    const { subject, html, text } = template.render({
      email,
      fields,
      readerLinks: LINKS,
      linkUrls: [],
    });
    const line = preheader && composed({ subject: preheader, html: '' }, { blocks, defaults: shown }).subject;
    const scope = readerScope({ fields, email }, LINKS);
    return {
      subject,
      preheader: line ? renderTemplate('preheader', parseTemplate('preheader', line), scope) : null,
      html: safeHtml(html),
      text,
      missing_fields: missing,
    };
  }

  /** A recipient who is told nothing of is the sample, of whom only the fields are missing that nobody has. */
  private async lacking(ownerId: string, words: MailWords, defaults: FieldDefaults, told: Told | undefined) {
    const blocks = await this.blocks.in(ownerId, [words]);
    const { used, needed } = fieldUsage([withBlocksIn(words, blocks)]);
    const has = new Set([
      ...(told ? fieldsTold(told) : KNOWN_FIELDS),
      ...(told ? [] : ['city', 'custom.city']),
      ...Object.keys({ ...HOUSE_DEFAULTS, ...defaults }),
      ...GIVEN_FIELDS,
      'name',
    ]);
    return { used, missing: needed.filter((field) => !has.has(field)), blocks };
  }
}

function givenBy({
  subject,
  preheader,
  html_content,
  content,
  mjml_content,
  text_content,
  defaults,
}: WordsToPreview) {
  const html =
    html_content ?? content ?? (subject !== undefined && mjml_content === undefined ? ' ' : undefined);
  return { subject: subject ?? '', preheader, html_content: html, mjml_content, text_content, defaults };
}
