import { averageLink, type Similarity } from './average-link.js';
import { jaccard, wordSet } from './word-set.js';

/** Half of the words shared. */
const WORDS_IN_COMMON = 0.5;
/** However alike everything is, this close is the same. */
const SAME_MEANING = 0.9;

/** Groups keywords that share half of their words on average, as places in the list. */
export function byWords(keywords: readonly string[]): number[][] {
  const sets = keywords.map(wordSet);
  const alike: Similarity = (one, other) => jaccard(sets[one] ?? new Set(), sets[other] ?? new Set());
  return averageLink(keywords.length, alike, WORDS_IN_COMMON);
}

/**
 * Groups vectors by their cosine, as places in the list. Models differ in how alike they find unrelated texts, so the bar lies
 * halfway between the median likeness of those at hand and 1, and never above 0.9.
 */
export function byMeaning(vectors: readonly (readonly number[])[]): number[][] {
  const units = vectors.map(unit);
  const cosines = units.map((one, at) => units.map((other, next) => (at < next ? product(one, other) : 0)));
  const all = cosines.flatMap((row, at) => row.slice(at + 1)).toSorted((one, other) => one - other);
  const median = all[Math.floor(all.length / 2)] ?? 0;
  const alike: Similarity = (one, other) => cosines[one]?.[other] ?? 0;
  return averageLink(units.length, alike, Math.min(SAME_MEANING, (1 + median) / 2));
}

function unit(vector: readonly number[]): readonly number[] {
  const length = Math.sqrt(product(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

function product(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
