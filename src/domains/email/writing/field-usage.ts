import { fieldsOf, parseTemplate, type TemplatePart } from '../templates/liquid.js';
import { liquidSegments, replaceSegments } from '../templates/liquid-segments.js';
import type { MailWords } from './mail-words.js';

/** What a mail asks of its recipient; a custom field by `plan` or `custom.plan`, as it is written. */
export interface FieldUsage {
  /** Every field that is named. */
  readonly used: readonly string[];
  /** Those without which something would be missing: shown without a `default` and asked for by no `if`. */
  readonly needed: readonly string[];
}

const HAS_DEFAULT = /\|\s*default\s*:/;

/** Of words whose blocks are in. Throws `email/template-invalid` for a part that cannot be read. */
export function fieldUsage(words: readonly MailWords[]): FieldUsage {
  const parts = words.flatMap(({ subject, preheader, html, text }): [TemplatePart, string][] => [
    ['subject', subject],
    ['preheader', preheader ?? ''],
    ['HTML', html],
    ['text', text ?? ''],
  ]);
  const named = (without: (markup: string) => boolean) =>
    new Set(parts.flatMap(([part, source]) => namedIn(part, withoutMarkup(source, without))));
  const asked = named((markup) => markup.startsWith('{{'));
  const needed = named((markup) => markup.startsWith('{{') && HAS_DEFAULT.test(markup));
  return {
    used: [...named(() => false)].sort(),
    needed: [...needed].filter((field) => !asked.has(field)).sort(),
  };
}

function withoutMarkup(source: string, without: (markup: string) => boolean): string {
  return replaceSegments(source, liquidSegments(source), (markup) => (without(markup) ? '' : markup));
}

function namedIn(part: TemplatePart, source: string): string[] {
  return fieldsOf(part, parseTemplate(part, source)).flatMap(([root = '', child]) => {
    if (root === '') return [];
    return root === 'custom' && child !== undefined ? [`custom.${child}`] : [root];
  });
}
