import { structuredPatch } from 'diff';
import type { TemplateContent, TranslatedWords } from '../template-content.js';
import type { TemplatePartDiff } from './template-version.dto.js';

const CONTEXT = 3;
/** How many lines may have come and gone before a part counts as rewritten; also what bounds the work. */
const MOST_EDITS = 400;
const LONGEST_MS = 300;

/** What differs, part by part and line by line; parts that are alike are left out. */
export function templateDiff(before: TemplateContent, after: TemplateContent): TemplatePartDiff[] {
  const old = partsOf(before);
  const present = partsOf(after);
  const names = [...new Set([...old.keys(), ...present.keys()])];
  return names.flatMap((part) => {
    const [from, to] = [old.get(part) ?? '', present.get(part) ?? ''];
    return from === to ? [] : [partDiff(part, from, to)];
  });
}

/** Lines end in `\n`; how the last one ends is no change that a reader would see. */
function partDiff(part: string, from: string, to: string): TemplatePartDiff {
  const [old, present] = [whole(from), whole(to)];
  const patch = structuredPatch('', '', old, present, '', '', {
    context: CONTEXT,
    maxEditLength: MOST_EDITS,
    timeout: LONGEST_MS,
  });
  const hunks = patch
    ? patch.hunks.map(({ oldStart, newStart, lines }) => ({
        old_start: oldStart,
        new_start: newStart,
        lines,
      }))
    : [{ old_start: 1, new_start: 1, lines: [...marked('-', old), ...marked('+', present)] }];
  const count = (sign: string) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(sign)).length, 0);
  return { part, added: count('+'), removed: count('-'), rewritten: !patch, hunks };
}

function whole(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function marked(sign: string, text: string): string[] {
  return text === ''
    ? []
    : text
        .slice(0, -1)
        .split('\n')
        .map((line) => sign + line);
}

function partsOf({
  merge_tags,
  defaults,
  translations,
  strict,
  attachments,
  ...main
}: TemplateContent): Map<string, string> {
  const lines = (list: readonly string[]) => list.map((line) => `${line}\n`).join('');
  return new Map([
    ...wordsOf(main, 'subject_line', ''),
    ['merge_tags', lines(merge_tags)],
    [
      'defaults',
      lines(
        Object.entries(defaults)
          .map(([field, word]) => `${field}: ${word}`)
          .sort(),
      ),
    ],
    ['strict', `${strict}`],
    ['attachments', lines(attachments)],
    ...Object.entries(translations).flatMap(([language, words]) =>
      wordsOf(words, 'subject', `translations.${language}.`),
    ),
  ]);
}

function wordsOf(words: TranslatedWords, subject: string, under: string): [string, string][] {
  return [
    [`${under}${subject}`, words.subject ?? ''],
    [`${under}preheader`, words.preheader ?? ''],
    [`${under}mjml_content`, words.mjml_content ?? ''],
    [`${under}html_content`, words.html_content ?? ''],
    [`${under}text_content`, words.text_content ?? ''],
  ];
}
