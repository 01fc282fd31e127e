import type { KeywordIntent } from '#platform/keyword-data/keyword-data';
import { wordsOf } from '#platform/keyword-data/keyword-text';

/** Words that are put around a subject to say what is wanted of it. */
interface Modifier {
  readonly words: readonly string[];
  readonly place: 'before' | 'after';
  readonly intent: KeywordIntent;
}

const list = (intent: KeywordIntent, place: Modifier['place'], ...phrases: string[]): Modifier[] =>
  phrases.map((phrase) => ({ words: phrase.split(' '), place, intent }));

/** English; the order is that of suggestions within an intent. */
const COMBINING: readonly Modifier[] = [
  ...list('informational', 'before', 'what is', 'how to choose', 'how to use', 'why use', 'who needs'),
  ...list('informational', 'after', 'guide', 'tips', 'ideas', 'examples', 'checklist', 'tutorial'),
  ...list('commercial', 'before', 'best', 'top', 'cheap'),
  ...list('commercial', 'after', 'reviews', 'alternatives', 'comparison', 'cost', 'for beginners'),
  ...list('commercial', 'after', 'for small business'),
  ...list('transactional', 'before', 'buy'),
  ...list('transactional', 'after', 'price', 'for sale', 'near me', 'discount', 'online'),
];

/** Other forms of these: taken off a keyword, never added to one. */
const VARIANTS: readonly Modifier[] = [
  ...list('informational', 'before', 'how to', 'how do', 'how does', 'how much is', 'what are', 'why', 'who'),
  ...list('commercial', 'before', 'compare', 'cheapest'),
  ...list('commercial', 'after', 'review', 'alternative', 'vs', 'pricing', 'features'),
  ...list('transactional', 'before', 'where to buy', 'order', 'purchase'),
  ...list('transactional', 'after', 'prices', 'deals', 'discounts', 'coupon', 'coupons', 'promo code'),
  ...list('navigational', 'after', 'login', 'log in', 'sign in', 'sign up'),
  ...list('navigational', 'after', 'official site', 'official website'),
];

/** They tell the intent, but are as often part of the subject. */
const TELLING: readonly Modifier[] = [
  ...list('navigational', 'after', 'customer service', 'phone number'),
  ...list('transactional', 'before', 'download', 'hire', 'rent', 'subscribe to'),
  ...list('transactional', 'after', 'deal', 'quote', 'free trial', 'download'),
  ...list('commercial', 'before', 'affordable'),
  ...list('commercial', 'after', 'versus', 'worth it', 'tools', 'software', 'agency'),
];

/** Where a keyword says several things, the one nearest to a purchase counts; a named site comes before all. */
const PRECEDENCE: readonly KeywordIntent[] = ['navigational', 'transactional', 'commercial'];
const INTENTS_IN_TURN: readonly KeywordIntent[] = ['informational', 'commercial', 'transactional'];

/** Longer ones first, so that "how to choose" is not taken for "how to". */
const REMOVABLE = [...COMBINING, ...VARIANTS].toSorted((one, other) => other.words.length - one.words.length);

export interface Dissected {
  /** The keyword without the modifiers around it; never empty. */
  readonly subject: string;
  readonly modifiers: number;
}

/** Takes the modifiers off a keyword, from the outside in. */
export function dissect(keyword: string): Dissected {
  let words = wordsOf(keyword);
  let modifiers = 0;
  for (;;) {
    const found = REMOVABLE.find(
      (modifier) => modifier.words.length < words.length && isAtEdge(words, modifier),
    );
    if (!found) return { subject: words.join(' '), modifiers };
    const { length } = found.words;
    words = found.place === 'before' ? words.slice(length) : words.slice(0, -length);
    modifiers += 1;
  }
}

/** What somebody wants who searches for this, by its English words; informational when they do not say. */
export function intentOf(keyword: string): KeywordIntent {
  const words = wordsOf(keyword);
  const told = [...REMOVABLE, ...TELLING].filter((modifier) => isWithin(words, modifier));
  const said = new Set(told.map(({ intent }) => intent));
  return PRECEDENCE.find((intent) => said.has(intent)) ?? 'informational';
}

/** The subject with each modifier that combines, one intent after the other in turn. */
export function combinations(subject: string): string[] {
  const byIntent = INTENTS_IN_TURN.map((intent) =>
    COMBINING.filter((modifier) => modifier.intent === intent),
  );
  const rounds = Math.max(...byIntent.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => byIntent.map((modifiers) => modifiers[round]))
    .flat()
    .flatMap((modifier) => (modifier ? [combined(subject, modifier)] : []));
}

function combined(subject: string, { words, place }: Modifier): string {
  return place === 'before' ? `${words.join(' ')} ${subject}` : `${subject} ${words.join(' ')}`;
}

function isAtEdge(words: readonly string[], { words: sought, place }: Modifier): boolean {
  return isAt(words, sought, place === 'before' ? 0 : words.length - sought.length);
}

/** Somewhere in it, but a word that stands before its subject must not be the last, nor one behind it the first. */
function isWithin(words: readonly string[], { words: sought, place }: Modifier): boolean {
  return words.some(
    (_, at) => isAt(words, sought, at) && (place === 'before' ? at + sought.length < words.length : at > 0),
  );
}

function isAt(words: readonly string[], sought: readonly string[], at: number): boolean {
  return at >= 0 && sought.every((word, index) => words[at + index] === word);
}
