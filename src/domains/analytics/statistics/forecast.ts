import { heightAt, lineThrough } from './line.js';

export const FORECAST_NEEDS = 7;
/** 95 % of a normal distribution lie within so many standard deviations. */
const Z_95 = 1.96;

/** What is expected one day, and between which bounds. */
export interface Expected {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** What a series of days leads to expect. */
export interface Forecast {
  /** How much it rises from day to day. */
  readonly slope: number;
  /** Standard deviation of the days from the line, in the unit of the values. */
  readonly sigma: number;
  readonly days: readonly Expected[];
}

/**
 * Draws the line through the values on; the bounds are 1.96 standard deviations of the residuals away on both sides. They hold
 * what days scatter by, not how uncertain the line itself is, so far ahead they are too narrow. Null for fewer than 7 values.
 */
export function forecast(values: readonly number[], days: number): Forecast | null {
  const line = values.length < FORECAST_NEEDS ? null : lineThrough(values);
  if (line === null) return null;
  const margin = Z_95 * line.sigma;
  const expected = Array.from({ length: days }, (_, ahead) => {
    const value = heightAt(line, line.points + ahead);
    return { value, lower: value - margin, upper: value + margin };
  });
  const all = expected.flatMap((day) => [day.value, day.lower, day.upper]);
  return all.every(Number.isFinite) ? { slope: line.slope, sigma: line.sigma, days: expected } : null;
}
