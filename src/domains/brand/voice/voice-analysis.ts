import textReadability from 'text-readability-ts';
import { violationsIn, vocabularyOf } from '../check/find-violations.js';
import { type ReadText, readText } from '../check/read-text.js';
import { contractions, emoji, exclamations, longestSentence } from '../check/tone.js';
import type { Severity, Violation } from '../check/violation.dto.js';
import type { BrandGuide, Tones } from '../guide/brand-guide.js';
import type { StyleCompliance, VoiceAnalysis, VoiceReadability } from './voice.dto.js';

/** What the package exports is the object itself, where its types say that it has one as `default`. */
const SYLLABLES = textReadability as unknown as { syllableCount(text: string): number };

const COSTS: Record<Severity, number> = { error: 10, warning: 4, notice: 1 };
/** Words from which on a violation weighs the less, the longer the text. */
const WORDS_OF_FULL_WEIGHT = 100;
const SUGGESTIONS_AT_MOST = 20;
/** Flesch's reading ease that a formal text may have, and that a casual one should. */
const EASE_FORMAL = 30;
const EASE_CASUAL = 80;
const EASE_USUAL = 60;
const PERSONS = new Set(['i', 'me', 'my', 'we', 'us', 'our', 'you', 'your', 'yours']);

/** How well a text keeps to a brand, in figures from 0 to 100, each counted as `VoiceAnalysis` says. */
export function analysisOf(guide: BrandGuide, text: string): Omit<VoiceAnalysis, 'ai' | 'provenance'> {
  const read = readText(text);
  const violations = violationsIn(guide, read);
  const vocabulary = vocabularyOf(guide);
  const ofWords = violations.filter(({ rule }) => !rule.startsWith('tone/'));
  const avoided = violations.filter(({ rule }) => rule === 'terminology').length;
  const kept = vocabulary.countTerms(read);
  const legible = readabilityOf(read);
  return {
    score: scoreOf(violations, read.wordCount),
    consistency: kept + avoided === 0 ? 100 : percent(kept / (kept + avoided)),
    tone_alignment: toneAlignment(violations, read),
    vocabulary_issues: distinct(
      ofWords.map(({ found, suggestion }) => `${found === '' ? '' : `“${found}”: `}${suggestion}`),
    ),
    style_compliance: styleOf(read, guide.tones, legible),
    readability: legible,
    suggestions: distinct(violations.map(({ suggestion }) => suggestion)).slice(0, SUGGESTIONS_AT_MOST),
    brand_terms: vocabulary.termsIn(read),
    flagged_phrases: distinct(ofWords.map(({ found }) => found).filter((found) => found !== '')),
    brand_version: guide.version,
  };
}

function scoreOf(violations: readonly Violation[], words: number): number {
  const cost = violations.reduce((sum, { severity }) => sum + COSTS[severity], 0);
  return Math.max(0, Math.round(100 - (cost * WORDS_OF_FULL_WEIGHT) / Math.max(words, WORDS_OF_FULL_WEIGHT)));
}

/** The share of sentences in which nothing is out of tone. */
function toneAlignment(violations: readonly Violation[], { sentences }: ReadText): number {
  if (sentences.length === 0) return 100;
  const starts = violations.filter(({ rule }) => rule.startsWith('tone/')).map(({ start }) => start);
  let at = 0;
  const clean = sentences.filter(({ end }, index) => {
    const before = at;
    const isLast = index === sentences.length - 1;
    while (at < starts.length && (isLast || starts[at]! < end)) at++;
    return at === before;
  });
  return percent(clean.length / sentences.length);
}

function styleOf(
  read: ReadText,
  tones: Tones,
  { flesch_reading_ease: ease }: VoiceReadability,
): StyleCompliance {
  const longest = longestSentence(tones);
  const fitting = read.sentences.filter(({ words }) => words <= longest).length;
  const casual = tones.formal_casual;
  const wantedEase =
    casual === null ? EASE_USUAL : EASE_FORMAL + ((EASE_CASUAL - EASE_FORMAL) * casual) / 100;
  return {
    sentence_length: read.sentences.length === 0 ? 100 : percent(fitting / read.sentences.length),
    complexity: percent(1 - Math.max(0, wantedEase - ease) / 50),
    formality: casual === null ? 100 : percent(1 - Math.abs(casualness(read) - casual) / 100),
  };
}

/** 0 to 100: contractions, emoji and exclamation marks count 10 for each in 100 words, persons 3. */
function casualness(read: ReadText): number {
  if (read.wordCount === 0) return 0;
  const signs = contractions(read).length + emoji(read).length + exclamations(read).length;
  const persons = read.words.filter(({ key }) => PERSONS.has(key)).length;
  return Math.min(100, ((10 * signs + 3 * persons) * 100) / read.wordCount);
}

/**
 * Flesch's reading ease (1948), kept within 0 to 100, and the grade by Kincaid (1975), from 0 up; both are made for
 * English. Syllables are counted by the library, whose count of sentences takes minutes on a long row of spaces.
 */
export function readabilityOf({ words, wordCount, sentences, text }: ReadText): VoiceReadability {
  const prose = words.filter(({ kind }) => kind !== 'sign').map(({ start, end }) => text.slice(start, end));
  if (prose.length === 0) return { flesch_reading_ease: 100, grade: 0, words: 0, sentences: 0 };
  const perSentence = prose.length / sentences.length;
  const perWord = SYLLABLES.syllableCount(prose.join(' ')) / prose.length;
  return {
    flesch_reading_ease: percent((206.835 - 1.015 * perSentence - 84.6 * perWord) / 100),
    grade: Math.max(0, Math.round((0.39 * perSentence + 11.8 * perWord - 15.59) * 10) / 10),
    words: wordCount,
    sentences: sentences.length,
  };
}

const percent = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 100);
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
