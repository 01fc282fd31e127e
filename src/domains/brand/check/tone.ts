import { HIGH, LOW, type Tones } from '../guide/brand-guide.js';
import { capitalised, inCaseOf } from './case-of.js';
import { CONTRACTIONS, looksEnglish, NEGATIONS } from './contractions.js';
import { PhraseBook } from './phrase-book.js';
import type { ReadText } from './read-text.js';
import type { RuleId, Severity, Violation } from './violation.dto.js';
import type { Word } from './words.js';

/** Words a sentence may have where the tone is entirely formal, and entirely casual. */
const LONGEST_FORMAL = 40;
const LONGEST_CASUAL = 20;
/** GOV.UK's guidance for writing (“split up sentences of more than 25 words”), where no tone is set. */
const LONGEST_USUAL = 25;

const CAPITALS = /^\p{Lu}[\p{Lu}\p{N}]+$/u;
const EMOJI =
  /(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F)(?:\u200D|\uFE0F|\u20E3|\p{Emoji_Presentation}|\p{Extended_Pictographic})*/gu;
const OF_ONESELF = new Set(['i', 'me', 'my', 'mine', 'myself']);
const TO_THE_READER = new Set(['we', 'us', 'our', 'ours', 'you', 'your', 'yours', 'i', 'me', 'my']);
const FULL_BY_CONTRACTION = new PhraseBook(CONTRACTIONS);
const CONTRACTION_BY_FULL = new PhraseBook(
  NEGATIONS.map(([contraction, full]) => [full, contraction] as const),
);

/** What of a text does not fit the tone, by what can be counted. Words of the brand's own may be written in capitals. */
export function toneViolations(read: ReadText, tones: Tones, isOwn: (key: string) => boolean): Violation[] {
  const low = (scale: keyof Tones) => tones[scale] !== null && tones[scale] <= LOW;
  const high = (scale: keyof Tones) => tones[scale] !== null && tones[scale] >= HIGH;
  const formal = low('formal_casual');
  return [
    ...(low('matter_of_fact_enthusiastic') ? exclamations(read) : []),
    ...(high('matter_of_fact_enthusiastic') ? lackOfEnthusiasm(read) : []),
    ...(formal || low('respectful_irreverent') ? shouting(read, isOwn) : []),
    ...(formal || low('serious_funny') ? emoji(read) : []),
    ...(formal ? [...contractions(read), ...selves(read)] : []),
    ...(high('formal_casual') ? [...fullForms(read), ...lackOfAddress(read)] : []),
    ...(tones.formal_casual === null ? [] : longSentences(read, longestSentence(tones))),
  ];
}

/** How many words a sentence may have: 40 where the tone is formal, 20 where it is casual, 25 where that is not set. */
export function longestSentence({ formal_casual: casual }: Tones): number {
  if (casual === null) return LONGEST_USUAL;
  return Math.round(LONGEST_FORMAL - ((LONGEST_FORMAL - LONGEST_CASUAL) * casual) / 100);
}

/** Runs of them are one violation. */
export function exclamations(read: ReadText): Violation[] {
  return runs(read.words, ({ key }) => key === '!' || key === '！', 'touching').map((run) => {
    const before = read.text[run.start - 1];
    const replacement = before === '?' || before === '.' ? '' : '.';
    const what = { rule: 'tone/exclamation-marks', severity: 'warning', replacement } as const;
    return at(read, run, { ...what, suggestion: 'Say it without an exclamation mark.' });
  });
}

export function emoji(read: ReadText): Violation[] {
  const what = { rule: 'tone/emoji', severity: 'warning', replacement: '' } as const;
  return [...read.text.matchAll(EMOJI)].map(({ 0: found, index: start }) =>
    at(read, { start, end: start + found.length }, { ...what, suggestion: 'Leave out the emoji.' }),
  );
}

export function contractions(read: ReadText): Violation[] {
  return FULL_BY_CONTRACTION.find(read.words).map(({ meaning, ...place }) => {
    const replacement = inCaseOf(read.text.slice(place.start, place.end), meaning);
    const what = { rule: 'tone/contractions', severity: 'warning', replacement } as const;
    return at(read, place, { ...what, suggestion: `Write “${replacement}”.` });
  });
}

function fullForms(read: ReadText): Violation[] {
  return CONTRACTION_BY_FULL.find(read.words).map(({ meaning, ...place }) => {
    const replacement = inCaseOf(read.text.slice(place.start, place.end), meaning);
    const what = { rule: 'tone/full-forms', severity: 'notice', replacement } as const;
    return at(read, place, { ...what, suggestion: `“${replacement}” sounds less stiff.` });
  });
}

/** Two words in capitals, or one of four letters and more. */
function shouting(read: ReadText, isOwn: (key: string) => boolean): Violation[] {
  const starts = new Set(read.sentences.map(({ start }) => start));
  const isCapitals = ({ key, start, end }: Word) => CAPITALS.test(read.text.slice(start, end)) && !isOwn(key);
  return runs(read.words, isCapitals, 'following')
    .filter(({ start, end, words }) => words > 1 || end - start >= 4)
    .map((run) => {
      const quiet = read.text.slice(run.start, run.end).toLowerCase();
      const replacement = starts.has(run.start) ? capitalised(quiet) : quiet;
      const what = { rule: 'tone/capitals', severity: 'warning', replacement } as const;
      return at(read, run, { ...what, suggestion: `Write “${replacement}”.` });
    });
}

function longSentences(read: ReadText, longest: number): Violation[] {
  return read.sentences
    .filter(({ words }) => words > longest)
    .map(({ words, ...place }) => {
      const suggestion = `Split this sentence: it has ${words} words, and ${longest} are as many as fit the tone.`;
      const what = { rule: 'tone/sentence-length', severity: 'warning', replacement: null } as const;
      return at(read, place, { ...what, suggestion });
    });
}

function selves(read: ReadText): Violation[] {
  if (!looksEnglish(read.words.map(({ key }) => key))) return [];
  const what = { rule: 'tone/person', severity: 'notice', replacement: null } as const;
  const suggestion = 'Speak as the brand, not as one person.';
  return read.words
    .filter(({ key }) => OF_ONESELF.has(key))
    .map(({ start, end }) => at(read, { start, end }, { ...what, suggestion }));
}

function lackOfAddress(read: ReadText): Violation[] {
  const keys = read.words.map(({ key }) => key);
  if (read.sentences.length < 3 || !looksEnglish(keys) || keys.some((key) => TO_THE_READER.has(key)))
    return [];
  return [missing(read, 'tone/person', 'Speak to the reader: nowhere is there a “you” or a “we”.')];
}

function lackOfEnthusiasm(read: ReadText): Violation[] {
  if (read.sentences.length < 5 || read.words.some(({ key }) => key === '!' || key === '！')) return [];
  return [missing(read, 'tone/enthusiasm', 'Show more enthusiasm: not one exclamation mark in all of it.')];
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function at(
  { text }: ReadText,
  { start, end }: Place,
  what: { rule: RuleId; severity: Severity; replacement: string | null; suggestion: string },
): Violation {
  return { ...what, start, end, found: text.slice(start, end) };
}

/** What is missing altogether stands at the end. */
function missing(read: ReadText, rule: RuleId, suggestion: string): Violation {
  const end = { start: read.text.length, end: read.text.length };
  return at(read, end, { rule, severity: 'notice', replacement: null, suggestion });
}

/** Words that follow on one another, or even touch, taken together. */
function runs(
  words: readonly Word[],
  belongs: (word: Word) => boolean,
  how: 'touching' | 'following',
): (Place & { words: number })[] {
  const found: { start: number; end: number; words: number; last: number }[] = [];
  for (const [index, word] of words.entries()) {
    if (!belongs(word)) continue;
    const run = found.at(-1);
    const goesOn = run && run.last === index - 1 && (how === 'following' || run.end === word.start);
    if (goesOn) Object.assign(run, { end: word.end, words: run.words + 1, last: index });
    else found.push({ start: word.start, end: word.end, words: 1, last: index });
  }
  return found;
}
