/** The straight line that lies nearest to values taken one after another, at 0, 1, 2, … */
export interface Line {
  /** How much it rises from one value to the next. */
  readonly slope: number;
  /** Its height at the middle, `center`: the mean of the values. */
  readonly mean: number;
  readonly center: number;
  /** How many values it was drawn through. */
  readonly points: number;
  /** Standard deviation of the values from it: the root of their squared distances by n − 2; 0 for two values. */
  readonly sigma: number;
}

/** Ordinary least squares. Null for fewer than two values, and for values beyond what can be calculated with. */
export function lineThrough(values: readonly number[]): Line | null {
  const [first] = values;
  if (first === undefined || values.length < 2) return null;
  const center = (values.length - 1) / 2;
  // Distances from the first value: figures that differ by little stay apart, and equal ones become exact zeros.
  const rises = values.map((value) => value - first);
  const mean = sum(rises) / values.length;
  const spread = sum(rises.map((_, at) => (at - center) ** 2));
  const slope = sum(rises.map((rise, at) => (at - center) * (rise - mean))) / spread;
  const misses = rises.map((rise, at) => rise - mean - slope * (at - center));
  const freedom = Math.max(1, values.length - 2);
  const sigma = values.length === 2 ? 0 : Math.sqrt(sum(misses.map((miss) => miss * miss)) / freedom);
  const line = { slope, mean: first + mean, center, points: values.length, sigma };
  return Object.values(line).every(Number.isFinite) ? line : null;
}

/** How high the line is at a place, counted from 0 at the first value. */
export function heightAt({ slope, mean, center }: Line, at: number): number {
  return mean + slope * (at - center);
}

/** How much the last values rise or fall from one to the next. Null for fewer than two. */
export function slopeOfLast(values: readonly number[], last: number): number | null {
  return lineThrough(values.slice(-last))?.slope ?? null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
