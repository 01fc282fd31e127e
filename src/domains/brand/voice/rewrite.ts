import { capitalised } from '../check/case-of.js';
import type { RuleId, Violation } from '../check/violation.dto.js';
import { wordsOf } from '../check/words.js';

export const WORD_RULES: readonly RuleId[] = ['banned-phrase', 'terminology'];
export const TONE_RULES: readonly RuleId[] = [
  'tone/exclamation-marks',
  'tone/capitals',
  'tone/emoji',
  'tone/contractions',
  'tone/full-forms',
];
/** A phrase of so many words stands by itself: a slogan, a disclaimer. */
const WORDS_OF_A_SENTENCE = 3;

/**
 * The text with what the given rules found put right as far as that takes no writer: words replaced or left out, and
 * phrases that are missing added at the end when they can stand there by themselves.
 */
export function rewritten(text: string, violations: readonly Violation[], rules: readonly RuleId[]): string {
  const wanted = violations.filter(({ rule }) => rules.includes(rule));
  let out = '';
  let at = 0;
  for (const { start, end, found, replacement } of wanted) {
    if (replacement === null || start < at || start === end) continue;
    out += text.slice(at, start);
    at = end;
    if (replacement !== '') out += replacement;
    else [out, at] = withoutGap(out, text, end, found);
  }
  const changed = out + text.slice(at);
  const missing = wanted.filter(({ rule }) => rule === 'required-phrase');
  return missing.reduce((whole, { replacement }) => appended(whole, replacement ?? ''), changed);
}

/** What stands before and after words that are left out, joined as if they had never been there. */
function withoutGap(before: string, text: string, end: number, found: string): [out: string, at: number] {
  const beginsSentence = /(?:^|[.!?…\n])\s*$/.test(before.slice(-20));
  let at = end;
  if (before === '' || /\s$/.test(before)) at += /^[ \t]*/.exec(text.slice(end, end + 20))![0].length;
  if (beginsSentence) at += /^[,;:]?[ \t]*/.exec(text.slice(at, at + 20))![0].length;
  const next = text[at] ?? '';
  const closed = /[,.;:!?…\r\n]/.test(next) || next === '' ? before.replace(/[ \t]{1,20}$/, '') : before;
  if (!beginsSentence || found[0] === found[0]?.toLowerCase() || next === '') return [closed, at];
  const letter = String.fromCodePoint(text.codePointAt(at)!);
  return [closed + capitalised(letter), at + letter.length];
}

function appended(text: string, phrase: string): string {
  if (wordsOf(phrase).length < WORDS_OF_A_SENTENCE) return text;
  const whole = text.trimEnd();
  const ended = whole === '' || /[.!?…:;)"”'’>]$/.test(whole) ? whole : `${whole}.`;
  const gap = whole === '' ? '' : whole.includes('\n') ? '\n\n' : ' ';
  return ended + gap + phrase;
}
