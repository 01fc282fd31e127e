import { type MailSlots, MailTemplate, type RenderedMail } from '../templates/mail-template.js';
import { languageOf } from '../templates/merge-fields.js';
import type { ComposedWords } from './mail-words.js';

/** A mail in the language of its author, and what it says in others, by language tag in lower case. */
export interface LocalisedWords extends ComposedWords {
  readonly translations: Readonly<Record<string, ComposedWords>>;
}

interface Manner {
  readonly trackLinks: boolean;
  /** Whether a way to unsubscribe is added where the words have none. */
  readonly footer?: boolean;
}

/** A mail read once and filled for each recipient in their language, where it is written in it. */
export class LocalisedMail {
  /** The fixed addresses that links of any language lead to. */
  readonly urls: readonly string[];
  private readonly main: MailTemplate;
  private readonly translations: ReadonlyMap<string, MailTemplate>;

  /** Throws `email/template-invalid` when a part in one of the languages cannot be read or filled. */
  constructor({ translations, ...words }: LocalisedWords, manner: Manner) {
    const budget = MailTemplate.budget();
    this.main = new MailTemplate({ ...words, ...manner }, budget);
    this.translations = new Map(
      Object.entries(translations).map(([language, translated]) => [
        language,
        new MailTemplate({ ...translated, ...manner }, budget),
      ]),
    );
    this.urls = [...new Set([this.main, ...this.translations.values()].flatMap(({ urls }) => urls))];
  }

  /** `linkUrls` of the slots are in the order of `urls`. */
  render(slots: MailSlots): RenderedMail {
    const template = this.inLanguage(languageOf(slots.fields));
    const linkUrls = template.urls.map((url) => slots.linkUrls[this.urls.indexOf(url)] ?? '');
    return template.render({ ...slots, linkUrls });
  }

  /** `pt-br` is read by who asked for it, else `pt`, else the author's own language. */
  private inLanguage(language: string | undefined): MailTemplate {
    if (language === undefined) return this.main;
    return (
      this.translations.get(language) ?? this.translations.get(language.split('-')[0] ?? '') ?? this.main
    );
  }
}
