import { piecesOf } from '../chunks/pieces.js';

/** About 200 tokens. */
export const LONGEST_SUMMARY = 800;
/** What is looked at of a text. */
const LOOKED_AT = 100_000;
const LONGEST_SENTENCE = 400;
/** What Markdown puts before a line. */
const MARK = /^(?:[#>*+-]+\s+)+/;
const WORD = /[\p{L}\p{N}]{4,}/gu;

interface Sentence {
  readonly at: number;
  readonly text: string;
  readonly words: readonly string[];
}

/**
 * The sentences that say most of what a text says, word for word and in its order, in at most 800 characters: each counts by how
 * often its words stand in the text, on average; the first of the text counts double, for it mostly says what follows.
 */
export function summaryByRule(text: string): string {
  const sentences = sentencesOf(text.slice(0, LOOKED_AT));
  const times = new Map<string, number>();
  for (const { words } of sentences) for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  const weightOf = ({ at, words }: Sentence): number => {
    const sum = words.reduce((total, word) => total + (times.get(word) ?? 0), 0);
    return ((at === 0 ? 2 : 1) * sum) / Math.max(words.length, 1);
  };
  const byWeight = sentences
    .map((sentence) => ({ sentence, weight: weightOf(sentence) }))
    .toSorted((a, b) => b.weight - a.weight || a.sentence.at - b.sentence.at);
  const chosen: Sentence[] = [];
  let room = LONGEST_SUMMARY;
  for (const { sentence } of byWeight) {
    if (sentence.text.length > room) continue;
    chosen.push(sentence);
    room -= sentence.text.length + 1;
  }
  return chosen
    .toSorted((a, b) => a.at - b.at)
    .map((sentence) => sentence.text)
    .join(' ');
}

/** Each once; a repeated line is mostly a footer. */
function sentencesOf(text: string): Sentence[] {
  const known = new Set<string>();
  const found: Sentence[] = [];
  for (const { start, end } of piecesOf(text, LONGEST_SENTENCE)) {
    const sentence = text.slice(start, end).replace(MARK, '').replace(/\s+/g, ' ').toWellFormed();
    if (known.has(sentence)) continue;
    known.add(sentence);
    const words = sentence.toLowerCase().match(WORD) ?? [];
    found.push({ at: found.length, text: sentence, words });
  }
  return found;
}
