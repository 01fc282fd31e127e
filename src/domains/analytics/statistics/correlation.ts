import { normal } from '#kernel/normal';

/** Nothing is ever certain. */
const MOST = 0.99;
/** How far an estimate of Spearman's coefficient scatters more than Pearson's (Fieller, Hartley and Pearson 1957). */
const RANKS_SCATTER = 1.03;

/** How two series of the same days move together. */
export interface Correlation {
  /** Spearman's rank correlation, -1 to 1: one unusual day does not make it. */
  readonly coefficient: number;
  /** How surely it is no chance, 0 to 0.99: two-sided, by Fisher's transformation. */
  readonly confidence: number;
}

/** Null for fewer than ten pairs, and where one of both never changes. */
export function correlationOf(pairs: readonly (readonly [number, number])[]): Correlation | null {
  if (pairs.length < 10) return null;
  const first = fromMean(ranksOf(pairs.map(([value]) => value)));
  const second = fromMean(ranksOf(pairs.map(([, value]) => value)));
  const spread = Math.sqrt(product(first, first) * product(second, second));
  if (spread === 0) return null;
  const coefficient = Math.max(-1, Math.min(1, product(first, second) / spread));
  const z = (Math.atanh(Math.abs(coefficient)) * Math.sqrt(pairs.length - 3)) / RANKS_SCATTER;
  return { coefficient, confidence: Math.min(MOST, 2 * normal(z) - 1) };
}

/** The place of each value among all, from 1; equal values share the mean of their places. */
function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const places = new Map<number, { sum: number; count: number }>();
  for (const [at, value] of sorted.entries()) {
    const { sum, count } = places.get(value) ?? { sum: 0, count: 0 };
    places.set(value, { sum: sum + at + 1, count: count + 1 });
  }
  return values.map((value) => {
    const { sum, count } = places.get(value) ?? { sum: 0, count: 1 };
    return sum / count;
  });
}

function fromMean(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function product(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
