import type { HeadlineAnalysis, HeadlineFactor, HeadlineSentiment } from './headline.dto.js';
import { GLAD_WORDS, POWER_WORDS, SAD_WORDS, TURNING_WORDS } from './headline-words.js';

/** A factor, and what to do where it is not met. */
interface Finding extends HeadlineFactor {
  suggestion: string;
}

interface Headline {
  readonly text: string;
  readonly words: readonly string[];
  readonly sentiment: HeadlineSentiment;
}

/** Whole within `best`, nothing at `none`, in between in proportion. */
interface Span {
  readonly none: readonly [number, number];
  readonly best: readonly [number, number];
}

const CHARACTERS: Span = { best: [40, 60], none: [10, 110] };
const WORDS: Span = { best: [6, 12], none: [1, 20] };
const LETTERS_PER_WORD: Span = { best: [3, 6], none: [1, 11] };
const NUMBER_WORDS =
  /^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|million)$/;
const QUESTION_WORDS =
  /^(?:how|what|why|when|where|who|which|are|is|do|does|did|can|should|will|would|could|have|has)$/;
/** A middle way: a headline without feelings or numbers is no failure. */
const HALF = 0.5;

/**
 * The score is the sum of value times weight over eight factors whose weights are 100 together: characters 20, words 15,
 * power words 15, clarity 15, number 10, emotion 10, sentiment 10, question 5. The same headline always scores the same.
 */
export function analyzeHeadline(text: string): HeadlineAnalysis {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/’/g, "'")
      .match(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'-]*/gu) ?? [];
  const headline: Headline = { text, words, sentiment: sentimentOf(words) };
  const findings = FACTORS.map((factor) => factor(headline)).toSorted((a, b) => b.weight - a.weight);
  const factors = findings.map(({ id, value, weight, message }) => ({
    id,
    value: hundredths(value),
    weight,
    message,
  }));
  return {
    headline: text,
    score: Math.round(findings.reduce((sum, { value, weight }) => sum + value * weight, 0)),
    characters: lengthOf(text),
    words: words.length,
    sentiment: headline.sentiment,
    factors,
    suggestions: findings.filter(({ value }) => value < 1).map(({ suggestion }) => suggestion),
    ai: false,
  };
}

const FACTORS: readonly ((headline: Headline) => Finding)[] = [
  ({ text }) => ({
    id: 'characters',
    value: within(CHARACTERS, lengthOf(text)),
    weight: 20,
    message: `${lengthOf(text)} characters; 40 to 60 are shown whole in search results and mail subjects.`,
    suggestion:
      lengthOf(text) > 60
        ? 'Shorten it to 60 characters or less.'
        : 'Say more: 40 to 60 characters work best.',
  }),
  ({ words }) => ({
    id: 'words',
    value: within(WORDS, words.length),
    weight: 15,
    message: `${words.length} words; 6 to 12 are taken in at a glance.`,
    suggestion:
      words.length > 12
        ? 'Leave words out: 6 to 12 are enough.'
        : 'Use 6 to 12 words, so that one knows what to expect.',
  }),
  ({ words }) => {
    const found = words.filter((word) => POWER_WORDS.has(word));
    return {
      id: 'power_words',
      value: found.length === 0 ? 0 : found.length === 1 ? 0.7 : 1,
      weight: 15,
      message: found.length === 0 ? 'No power words.' : `Power words: ${listed(found)}.`,
      suggestion: 'Use one or two words that promise something, such as "proven", "simple" or "guide".',
    };
  },
  ({ text, words }) => clarity(text, words),
  ({ words }) => {
    const found = words.filter((word) => /\p{N}/u.test(word) || NUMBER_WORDS.test(word));
    return {
      id: 'number',
      value: found.length > 0 ? 1 : 0,
      weight: 10,
      message: found.length > 0 ? `Names a number: ${listed(found)}.` : 'Names no number.',
      suggestion: 'Name a number: how many, how much, how soon.',
    };
  },
  ({ words }) => {
    const found = words.filter((word) => GLAD_WORDS.has(word) || SAD_WORDS.has(word));
    return {
      id: 'emotion',
      value: found.length > 0 ? 1 : 0,
      weight: 10,
      message: found.length > 0 ? `Words that are felt: ${listed(found)}.` : 'No words that are felt.',
      suggestion: 'Use a word that is felt, such as "love", "fear" or "relief".',
    };
  },
  ({ sentiment }) => ({
    id: 'sentiment',
    value: sentiment.label === 'neutral' ? HALF : 1,
    weight: 10,
    message: `The tone is ${sentiment.label}.`,
    suggestion: 'Take a side: clearly good or clearly bad news is read before what is neither.',
  }),
  ({ text, words }) => {
    const asks = /[?？]\s*$/.test(text) || QUESTION_WORDS.test(words[0] ?? '');
    return {
      id: 'question',
      value: asks ? 1 : 0,
      weight: 5,
      message: asks ? 'Asks, or promises an answer.' : 'Asks nothing.',
      suggestion: 'Consider a question, or begin with "how" or "why".',
    };
  },
];

/** Short words, no shouting, no heaps of punctuation; each fault takes a third. */
function clarity(text: string, words: readonly string[]): Finding {
  const letters = words.reduce((sum, word) => sum + lengthOf(word), 0) / Math.max(1, words.length);
  const capitals = text.match(/\p{Lu}{2,}/gu)?.join('').length ?? 0;
  const isShouted = capitals > 0.5 * (text.match(/\p{L}/gu)?.length ?? 0);
  const isHeaped = /[!?.]{2,}|(?:!.*){2,}/.test(text);
  return {
    id: 'clarity',
    value: (within(LETTERS_PER_WORD, letters) + (isShouted ? 0 : 1) + (isHeaped ? 0 : 1)) / 3,
    weight: 15,
    message: `${letters.toFixed(1)} letters a word${isShouted ? '; mostly capitals' : ''}${isHeaped ? '; heaped punctuation' : ''}.`,
    suggestion: isShouted
      ? 'Write in ordinary letters: capitals are read as shouting.'
      : isHeaped
        ? 'One mark at the end is enough.'
        : 'Use shorter, plainer words.',
  };
}

/** A feeling right behind a turning word counts as its opposite. */
function sentimentOf(words: readonly string[]): HeadlineSentiment {
  const felt = words.flatMap((word, at) => {
    const feeling = GLAD_WORDS.has(word) ? 1 : SAD_WORDS.has(word) && !TURNING_WORDS.has(word) ? -1 : 0;
    const isTurned = TURNING_WORDS.has((words[at - 1] ?? '').replace(/'/g, ''));
    return feeling === 0 ? [] : [isTurned ? -feeling : feeling];
  });
  const score = felt.length === 0 ? 0 : felt.reduce((sum, feeling) => sum + feeling, 0) / felt.length;
  return { label: score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral', score: hundredths(score) };
}

function within({ none, best }: Span, value: number): number {
  const rising = (value - none[0]) / (best[0] - none[0]);
  const falling = (none[1] - value) / (none[1] - best[1]);
  return Math.max(0, Math.min(1, rising, falling));
}

function listed(found: readonly string[]): string {
  return [...new Set(found)].slice(0, 5).join(', ');
}

const lengthOf = (text: string) => [...text].length;
const hundredths = (value: number) => Math.round(value * 100) / 100;
