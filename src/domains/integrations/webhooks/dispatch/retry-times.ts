const [MINUTE, HOUR] = [60, 3_600];
/** Seconds before each attempt, counted from the one before. */
const WAITS = [
  0,
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
const SPREAD = 0.2;
const LONGEST_ASKED = 24 * HOUR;

export const TRIES_AT_MOST = WAITS.length;

/**
 * Seconds until the next attempt after so many that failed, up to a fifth sooner or later; undefined when there is none. A server
 * that asks to be left alone is, for a day at most.
 */
export function secondsUntilNext(tries: number, chance: number, asked = 0): number | undefined {
  const wait = WAITS[tries];
  if (wait === undefined) return undefined;
  return Math.max(wait * (1 + SPREAD * (2 * chance - 1)), Math.min(asked, LONGEST_ASKED));
}
