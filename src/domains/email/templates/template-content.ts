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

/** All that a revision of a template says. */
export interface TemplateContent extends TemplateWords {
  readonly merge_tags: readonly string[];
  readonly defaults: FieldDefaults;
  readonly translations: Readonly<Record<string, TemplateWords>>;
  readonly strict: boolean;
  /** Ids of files. */
  readonly attachments: readonly string[];
}

/** The same as the mail that is made from it is written. */
export function mailWordsOf({ subject, preheader, html_content, text_content }: TemplateWords): MailWords {
  return { subject, preheader, html: html_content, text: text_content };
}
