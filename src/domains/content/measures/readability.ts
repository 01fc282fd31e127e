import textReadability from 'text-readability-ts';
import type { Readability } from './measures.dto.js';

/**
 * The library counts; the formulas are applied here. Its own round both averages before they are used, which moves Flesch
 * by up to four points, and its fog counts a hard word once however often it stands there.
 */
const library = textReadability as unknown as {
  sentenceCount(text: string): number;
  syllableCount(word: string): number;
};

/** A longer text is judged by its beginning: syllables take time, and the formulas were made for samples. */
const SAMPLE_CHARACTERS = 30_000;
const FEWEST_WORDS = 20;
const FEWEST_SENTENCES_OF_SMOG = 3;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/** Small words of English that hardly any other language has; prose and advertisements are full of them. */
const ENGLISH = new Set(
  (
    'the and you your with that this it are be have from will can not our they their has been would what when which how ' +
    'its but about into more than them who if there these those just only also get out up by were had because while where'
  ).split(' '),
);
const LEAST_ENGLISH = 0.08;

interface Counts {
  words: number;
  sentences: number;
  syllables: number;
  /** Words of three syllables or more. */
  long: number;
  letters: number;
  /** Letters and digits. */
  characters: number;
}

/** Six measures of how hard a plain text is to read. */
export function readabilityOf(text: string): Readability {
  const sample = text.slice(0, SAMPLE_CHARACTERS).replace(/[–—]/g, ' ');
  const words = sample.match(WORD) ?? [];
  const sentences = sentencesIn(sample);
  if (words.length < FEWEST_WORDS)
    return without(
      `The text has ${words.length} words; from ${FEWEST_WORDS} on it can be judged.`,
      words,
      sentences,
    );
  if (englishPart(words) < LEAST_ENGLISH)
    return without(
      'The text does not seem to be English, for which the formulas were made.',
      words,
      sentences,
    );
  return { reason: null, words: words.length, sentences, ...figures(counted(words, sentences)) };
}

/** The part of the words, 0 to 1, that only English has. */
function englishPart(words: readonly string[]): number {
  return words.filter((word) => ENGLISH.has(word.toLowerCase())).length / words.length;
}

/** Each line ends a sentence: headings and items of lists have no full stop. */
function sentencesIn(text: string): number {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
  return lines.reduce((sum, line) => sum + library.sentenceCount(line), 0);
}

function counted(words: readonly string[], sentences: number): Counts {
  const syllables = new Map<string, number>();
  const counts = { words: words.length, sentences, syllables: 0, long: 0, letters: 0, characters: 0 };
  for (const word of words) {
    const known = syllables.get(word) ?? Math.max(1, library.syllableCount(word));
    syllables.set(word, known);
    counts.syllables += known;
    counts.long += known >= 3 ? 1 : 0;
    counts.letters += word.replace(/[^\p{L}\p{M}]/gu, '').length;
    counts.characters += word.replace(/['’-]/g, '').length;
  }
  return counts;
}

/** Flesch 1948, Kincaid 1975, Gunning 1952, McLaughlin 1969, Coleman and Liau 1975, Smith and Senter 1967. */
function figures({ words, sentences, syllables, long, letters, characters }: Counts) {
  const perSentence = words / sentences;
  const perWord = syllables / words;
  const smog = 1.043 * Math.sqrt((30 * long) / sentences) + 3.1291;
  return {
    flesch_reading_ease: tenths(206.835 - 1.015 * perSentence - 84.6 * perWord),
    flesch_kincaid_grade: tenths(0.39 * perSentence + 11.8 * perWord - 15.59),
    gunning_fog: tenths(0.4 * (perSentence + (100 * long) / words)),
    smog_index: sentences < FEWEST_SENTENCES_OF_SMOG ? null : tenths(smog),
    coleman_liau_index: tenths((5.88 * letters) / words - (29.6 * sentences) / words - 15.8),
    automated_readability_index: tenths((4.71 * characters) / words + 0.5 * perSentence - 21.43),
  };
}

function without(reason: string, words: readonly string[], sentences: number): Readability {
  return {
    reason,
    words: words.length,
    sentences,
    flesch_reading_ease: null,
    flesch_kincaid_grade: null,
    gunning_fog: null,
    smog_index: null,
    coleman_liau_index: null,
    automated_readability_index: null,
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10;
