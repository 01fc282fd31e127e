import { logGamma } from '#kernel/beta';
import type { Arm } from './posterior.js';
import { verdictOf, WINNER_DEFAULTS } from './verdict.js';

/** Numbers by chance, the same ones in every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Trial {
  readonly rates: readonly number[];
  readonly mails: number;
  readonly tests: number;
}

/** The share of tests that have a winner, and of those whose winner is the last variant. */
function winners({ rates, mails, tests }: Trial): { any: number; last: number } {
  const next = chance(20_261_128);
  const known = new Map<string, number | null>();
  let [any, last] = [0, 0];
  for (let test = 0; test < tests; test++) {
    const successes = rates.map(
      (rate) => Array.from({ length: mails }, next).filter((drawn) => drawn < rate).length,
    );
    const key = successes.join();
    if (!known.has(key))
      known.set(
        key,
        verdictOf(
          successes.map((hits) => ({ trials: mails, successes: hits })),
          WINNER_DEFAULTS,
        ).winner,
      );
    const winner = known.get(key) ?? null;
    if (winner !== null) any += 1;
    if (winner === rates.length - 1) last += 1;
  }
  return { any: any / tests, last: last / tests };
}

/**
 * How likely it is that one of two variants with the same rate wins: for each number of successes of one, the other needs so
 * many, and the binomial distribution says how likely that is.
 */
function falseWinners(mails: number, rate: number): number {
  const choose = (hits: number) => logGamma(mails + 1) - logGamma(hits + 1) - logGamma(mails - hits + 1);
  const likely = Array.from({ length: mails + 1 }, (_, hits) =>
    Math.exp(choose(hits) + hits * Math.log(rate) + (mails - hits) * Math.log1p(-rate)),
  );
  const atLeast = likely.map((_, hits) => likely.slice(hits).reduce((sum, one) => sum + one, 0));
  return 2 * likely.reduce((sum, one, hits) => sum + one * (atLeast[needed(mails, hits)] ?? 0), 0);
}

const known = new Map<string, number>();

/** The fewest successes with which the other variant wins; more are never fewer to beat. */
function needed(mails: number, hits: number): number {
  const key = `${mails} ${hits}`;
  let other = known.get(key) ?? Math.max(hits + 1, hits > 0 ? needed(mails, hits - 1) : 0);
  if (known.has(key) || hits > mails * 0.4) return other;
  const wins = () =>
    verdictOf(
      [
        { trials: mails, successes: hits },
        { trials: mails, successes: other },
      ],
      WINNER_DEFAULTS,
    ).winner === 1;
  while (other <= mails && !wins()) other += 1;
  known.set(key, other);
  return other;
}

const arms = (...successes: number[]): Arm[] => successes.map((hits) => ({ trials: 500, successes: hits }));

describe('the verdict on a test', () => {
  it('names the variant that is clearly better', () => {
    expect(verdictOf(arms(20, 60), WINNER_DEFAULTS)).toMatchObject({ winner: 1, reason: 'clear_winner' });
    expect(verdictOf(arms(60, 20, 25), WINNER_DEFAULTS)).toMatchObject({ winner: 0, reason: 'clear_winner' });
  });

  it('is no winner where the figures do not say', () => {
    expect(verdictOf(arms(20, 22), WINNER_DEFAULTS)).toMatchObject({
      winner: null,
      reason: 'no_clear_winner',
    });
    expect(verdictOf(arms(60, 60, 5), WINNER_DEFAULTS)).toMatchObject({
      winner: null,
      reason: 'no_clear_winner',
    });
    expect(verdictOf(arms(0, 0), WINNER_DEFAULTS).winner).toBeNull();
  });

  it('is no winner before every variant has its sample', () => {
    const small = [
      { trials: 500, successes: 10 },
      { trials: 99, successes: 90 },
    ];
    expect(verdictOf(small, WINNER_DEFAULTS)).toMatchObject({ winner: null, reason: 'sample_too_small' });
    expect(verdictOf(small, { ...WINNER_DEFAULTS, minimumSample: 99 }).winner).toBe(1);
  });

  it('is no winner where choosing it could give too much away', () => {
    const tried = arms(60, 90);
    expect(verdictOf(tried, { ...WINNER_DEFAULTS, lossAtMost: 0.01 }).winner).toBe(1);
    expect(verdictOf(tried, { ...WINNER_DEFAULTS, lossAtMost: 0 }).winner).toBeNull();
  });

  it.each([100, 200])(
    'finds a winner among two that are alike in at most 5 of 100 tests, counted exactly: %d mails each',
    (mails) => {
      for (const rate of [0.01, 0.03, 0.05, 0.1, 0.2])
        expect(falseWinners(mails, rate)).toBeLessThanOrEqual(0.05);
    },
  );

  it.each([
    { rates: [0.05, 0.05], mails: 300, tests: 600 },
    { rates: [0.1, 0.1, 0.1], mails: 200, tests: 400 },
    { rates: [0.05, 0.05, 0.05, 0.05], mails: 150, tests: 300 },
  ])('finds no more of them by chance, among however many: %j', (trial) => {
    const byChance = 2 * Math.sqrt((0.05 * 0.95) / trial.tests);
    expect(winners(trial).any).toBeLessThanOrEqual(0.05 + byChance);
  });

  it('finds the better one where it is better by half', () => {
    const found = winners({ rates: [0.1, 0.15], mails: 1_000, tests: 100 });
    expect(found.last).toBeGreaterThan(0.85);
    expect(found.any - found.last).toBe(0);
  });
});
