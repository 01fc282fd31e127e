import { type Word, wordsOf } from './words.js';

interface Sentence {
  readonly start: number;
  /** Without the space behind it. */
  readonly end: number;
  /** How many words it has: signs count for none, letters of a script without spaces for half a word. */
  readonly words: number;
}

/** A text taken apart once, for every rule that looks at it. */
export interface ReadText {
  readonly text: string;
  /** Words and signs. */
  readonly words: readonly Word[];
  readonly sentences: readonly Sentence[];
  /** How many words all its sentences have. */
  readonly wordCount: number;
}

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const WORDS_IN = { word: 1, letter: 0.5, sign: 0 };

/** Sentences end where Unicode's rules (UAX #29) say. */
export function readText(text: string): ReadText {
  const words = wordsOf(text);
  const sentences: Sentence[] = [];
  let at = 0;
  for (const { segment, index } of SENTENCES.segment(text)) {
    let count = 0;
    for (; at < words.length && words[at]!.start < index + segment.length; at++)
      count += WORDS_IN[words[at]!.kind];
    const start = index + segment.length - segment.trimStart().length;
    if (count > 0) sentences.push({ start, end: index + segment.trimEnd().length, words: Math.ceil(count) });
  }
  return { text, words, sentences, wordCount: sentences.reduce((sum, { words: more }) => sum + more, 0) };
}
