export const ANOMALY_NEEDS = 10;
const BEFORE = ANOMALY_NEEDS - 1;
const SIGMAS = 2;

/** How the last of a series stands against the nine before it. */
export interface LastValue {
  readonly value: number;
  /** The mean of the nine before. */
  readonly expected: number;
  /** Their standard deviation, by n − 1. */
  readonly sigma: number;
  /** Whether it is further than two standard deviations from the mean. */
  readonly unusual: boolean;
}

/** Null for fewer than ten values, and for values beyond what can be calculated with. */
export function lastAgainstBefore(values: readonly number[]): LastValue | null {
  const [first, ...others] = values.slice(-ANOMALY_NEEDS);
  const value = others.at(-1);
  if (first === undefined || value === undefined || values.length < ANOMALY_NEEDS) return null;
  // Distances from the first: values that are all the same have a mean and a deviation of exactly 0.
  const before = [0, ...others.slice(0, -1).map((other) => other - first)];
  const mean = before.reduce((total, rise) => total + rise, 0) / BEFORE;
  const squares = before.reduce((total, rise) => total + (rise - mean) ** 2, 0);
  const sigma = Math.sqrt(squares / (BEFORE - 1));
  const distance = Math.abs(value - first - mean);
  if (![mean, sigma, distance].every(Number.isFinite)) return null;
  return { value, expected: first + mean, sigma, unusual: distance > SIGMAS * sigma };
}
