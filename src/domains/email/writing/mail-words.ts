import { htmlTemplateOf, textTemplateOf } from '../templates/plain-text.js';
import { parseTemplate } from '../templates/liquid.js';
import { type FieldDefaults, HOUSE_DEFAULTS, withDefaults } from './field-defaults.js';
import { refuseExcessive } from './html-shape.js';
import { includedNames, withBlocks } from './included-blocks.js';
import { withPreheader } from './preheader.js';

/** A mail as its author writes it: Liquid that may include blocks. */
export interface MailWords {
  readonly subject: string;
  readonly preheader?: string | null | undefined;
  readonly html: string;
  /** Derived from the HTML when absent. */
  readonly text?: string | null | undefined;
}

/** The same, whole: what a mailing keeps, so that nothing that is edited later changes it. */
export interface ComposedWords {
  readonly subject: string;
  readonly html: string;
  readonly text: string | null;
}

export interface WritingAids {
  readonly blocks: ReadonlyMap<string, string>;
  readonly defaults: FieldDefaults;
}

/** The names of the blocks that a mail includes itself. */
export function blocksOf({ subject, preheader, html, text }: MailWords): string[] {
  return [...new Set([subject, preheader ?? '', html, text ?? ''].flatMap(includedNames))];
}

/** The words with their blocks in. */
export function withBlocksIn(words: MailWords, blocks: ReadonlyMap<string, string>): MailWords {
  return {
    subject: withBlocks('subject', words.subject, blocks),
    preheader: words.preheader && withBlocks('preheader', words.preheader, blocks),
    html: withBlocks('HTML', words.html, blocks),
    text: words.text && withBlocks('text', words.text, blocks),
  };
}

/** Puts in blocks, defaults and preheader. Throws `email/template-invalid` for a block that cannot be put in, or HTML that is too deep. */
export function composed(words: MailWords, { blocks, defaults }: WritingAids): ComposedWords {
  const all = { ...HOUSE_DEFAULTS, ...defaults };
  const { preheader, ...parts } = withBlocksIn(words, blocks);
  refuseExcessive(parts.html);
  const html = htmlTemplateOf(withDefaults(parts.html, all));
  const text = parts.text ? withDefaults(parts.text, all) : null;
  const subject = withDefaults(parts.subject, all);
  if (!preheader) return { subject, html, text };
  return {
    subject,
    html: withPreheader(html, withDefaults(preheader, all)),
    // Made here, where the line for inboxes is not part of the HTML yet.
    text: text ?? derivedText(html),
  };
}

/** Null where the HTML weaves Liquid into its tags, so that its text is made mail by mail. */
function derivedText(html: string): string | null {
  const text = textTemplateOf(html);
  try {
    parseTemplate('text', text);
    return text;
  } catch {
    return null;
  }
}
