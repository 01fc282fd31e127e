import { Injectable } from '@nestjs/common';
import { DefaultsUnfit, FieldsUnknown, TemplateWithoutBody } from '../email.errors.js';
import { type FieldDefaults, isDefault } from '../writing/field-defaults.js';
import { type FieldUsage, fieldUsage } from '../writing/field-usage.js';
import { LocalisedMail } from '../writing/localised-mail.js';
import { MailBlocks } from '../writing/mail-blocks.js';
import { composed, withBlocksIn } from '../writing/mail-words.js';
import { MailFiles } from '../files/file.service.js';
import { KNOWN_FIELDS, languageTag } from './merge-fields.js';
import { MjmlCompiler } from './mjml/mjml-compiler.js';
import {
  mailWordsOf,
  type TemplateContent,
  type TemplateWords,
  type TranslatedWords,
  translationsOf,
} from './template-content.js';

/** Words as an author gives them; null takes a part away, and what is left out stays. */
export interface GivenWords {
  readonly subject?: string | undefined;
  readonly preheader?: string | null | undefined;
  readonly mjml_content?: string | null | undefined;
  readonly html_content?: string | null | undefined;
  readonly text_content?: string | null | undefined;
}

export interface GivenContent extends GivenWords {
  readonly merge_tags?: readonly string[] | undefined;
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  readonly translations?: Readonly<Record<string, GivenWords>> | undefined;
  readonly strict?: boolean | undefined;
  readonly attachments?: readonly string[] | undefined;
}

type Body = Pick<TemplateWords, 'mjml_content' | 'html_content'>;

const FIELD = /^[a-z_]\w{0,63}(?:\.\w{1,64})?$/i;

/** Makes of what an author gives what a template keeps: compiled, and sure to be read and filled. */
@Injectable()
export class TemplateMaker {
  constructor(
    private readonly mjml: MjmlCompiler,
    private readonly blocks: MailBlocks,
    private readonly files: MailFiles,
  ) {}

  /**
   * What is given over what was there. Throws `email/template-invalid`, `email/mjml-invalid`, `email/fields-unknown`,
   * `email/defaults-unfit`, `email/file-missing` or `email/template-without-body`.
   */
  async made(ownerId: string, given: GivenContent, before?: TemplateContent): Promise<TemplateContent> {
    const main = await this.words(given, before);
    const translations = given.translations
      ? await this.translated(given.translations)
      : (before?.translations ?? {});
    const defaults = given.defaults ? checkedDefaults(given.defaults) : (before?.defaults ?? {});
    const strict = given.strict ?? before?.strict ?? false;
    const attachments = lowerCased(given.attachments) ?? before?.attachments ?? [];
    await this.files.check(ownerId, attachments);
    const content = { ...main, translations, defaults, strict, attachments };
    const { used } = await this.checked(ownerId, content);
    const told = given.merge_tags ?? (strict ? before?.merge_tags : undefined);
    if (strict) refuseUnknown(used, [...(told ?? []), ...Object.keys(defaults)]);
    return { ...content, merge_tags: told ?? used };
  }

  private async words(given: GivenWords, before?: TemplateWords): Promise<TemplateWords> {
    const { subject = before?.subject ?? '', preheader = before?.preheader ?? null } = given;
    const text_content =
      given.text_content === undefined ? (before?.text_content ?? null) : given.text_content;
    return {
      subject,
      preheader: preheader || null,
      text_content: text_content || null,
      ...(await this.body(given, before)),
    };
  }

  private async body(given: GivenWords, before?: TemplateWords): Promise<Body> {
    const body = await this.ownBody(given);
    if (body) return body;
    if (!before) throw new TemplateWithoutBody();
    return {
      mjml_content: given.mjml_content === null ? null : before.mjml_content,
      html_content: before.html_content,
    };
  }

  private async ownBody({ mjml_content, html_content }: GivenWords): Promise<Body | undefined> {
    if (mjml_content) return { mjml_content, html_content: await this.mjml.compile(mjml_content) };
    return html_content ? { mjml_content: null, html_content } : undefined;
  }

  private async translated(
    given: Readonly<Record<string, GivenWords>>,
  ): Promise<Record<string, TranslatedWords>> {
    const made = Object.entries(given).map(async ([tag, words]) => {
      const body = await this.ownBody(words);
      return [languageTag(tag) ?? tag, translation(words, body)] as const;
    });
    return Object.fromEntries(await Promise.all(made));
  }

  private async checked(ownerId: string, content: Omit<TemplateContent, 'merge_tags'>): Promise<FieldUsage> {
    const { translations, defaults } = content;
    const all = [mailWordsOf(content), ...Object.values(translationsOf(content))];
    const aids = { blocks: await this.blocks.in(ownerId, all), defaults };
    const [words, ...others] = all.map((one) => composed(one, aids));
    const languages = Object.keys(translations);
    new LocalisedMail(
      {
        ...words!,
        translations: Object.fromEntries(others.map((other, index) => [languages[index] ?? '', other])),
      },
      { trackLinks: true },
    );
    return fieldUsage(all.map((one) => withBlocksIn(one, aids.blocks)));
  }
}

/** Only what the translation says itself. Its body has no text but its own. */
function translation(
  { subject, preheader, text_content }: GivenWords,
  body: Body | undefined,
): TranslatedWords {
  return {
    ...(typeof subject === 'string' && { subject }),
    ...(preheader !== undefined && { preheader: preheader || null }),
    ...body,
    ...((body || text_content !== undefined) && { text_content: text_content || null }),
  };
}

function lowerCased(ids: readonly string[] | undefined): string[] | undefined {
  return ids && [...new Set(ids.map((id) => id.toLowerCase()))];
}

function checkedDefaults(given: Readonly<Record<string, unknown>>): FieldDefaults {
  return Object.fromEntries(
    Object.entries(given).map(([field, word]) => {
      const issue = { path: `defaults.${field}`, message: 'is no field and short plain text' };
      if (!FIELD.test(field) || !isDefault(word)) throw new DefaultsUnfit(field).withIssues([issue]);
      return [field, word];
    }),
  );
}

function refuseUnknown(used: readonly string[], told: readonly string[]): void {
  const known = new Set<string>([...KNOWN_FIELDS, ...told, ...told.map((field) => `custom.${field}`)]);
  const unknown = used.filter((field) => !known.has(field));
  if (unknown.length > 0)
    throw new FieldsUnknown(unknown).withIssues(
      unknown.map((field) => ({ path: 'merge_tags', message: `${field} is neither known nor listed` })),
    );
}
