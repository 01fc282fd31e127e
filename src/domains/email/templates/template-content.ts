import type { FieldDefaults } from '../writing/field-defaults.js';
import type { MailWords } from '../writing/mail-words.js';

/** What a template says in one language. */
export interface TemplateWords {
  readonly subject: string;
  readonly preheader: string | null;
  /** What the HTML was compiled from. */
  readonly mjml_content: string | null;
  readonly html_content: string;
  readonly text_content: string | null;
}

/**
 * What a template says in another language; what is left out is read from the template as it is now. A body brings its text along:
 * null is derived from its HTML.
 */
export type TranslatedWords = Partial<TemplateWords>;

/** All that a revision of a template says. */
export interface TemplateContent extends TemplateWords {
  readonly merge_tags: readonly string[];
  readonly defaults: FieldDefaults;
  readonly translations: Readonly<Record<string, TranslatedWords>>;
  readonly strict: boolean;
  /** Ids of files. */
  readonly attachments: readonly string[];
}

/** The same as the mail that is made from it is written. */
export function mailWordsOf({ subject, preheader, html_content, text_content }: TemplateWords): MailWords {
  return { subject, preheader, html: html_content, text: text_content };
}

/** What is read in each of the languages. */
export function translationsOf({
  translations,
  ...main
}: Pick<TemplateContent, 'translations' | keyof TemplateWords>): Record<string, MailWords> {
  const read = Object.entries(translations).map(
    ([language, words]) => [language, mailWordsOf({ ...main, ...words })] as const,
  );
  return Object.fromEntries(read);
}
