import fc from 'fast-check';
import { logGamma } from '#kernel/beta';
import { type Arm, posteriorsOf } from './posterior.js';

const arms = fc.array(
  fc.integer({ min: 0, max: 20_000 }).chain((trials) => {
    return fc.record({ trials: fc.constant(trials), successes: fc.nat(trials) });
  }),
  { minLength: 2, maxLength: 5 },
);
const only = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** That B is better than A, as a finite sum (E. Miller, Formulas for Bayesian A/B testing). */
function isBetter(a: Arm, b: Arm): number {
  const logBeta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y);
  const [alphaA, betaA] = [a.successes + 1, a.trials - a.successes + 1];
  const [alphaB, betaB] = [b.successes + 1, b.trials - b.successes + 1];
  return only(
    Array.from({ length: alphaB }, (_, i) =>
      Math.exp(
        logBeta(alphaA + i, betaB + betaA) -
          Math.log(betaB + i) -
          logBeta(1 + i, betaB) -
          logBeta(alphaA, betaA),
      ),
    ),
  );
}

describe('what is known of variants', () => {
  it('is nothing where nothing was tried: all are as likely the best', () => {
    for (const [count, loss] of [
      [2, 2 / 3 - 1 / 2],
      [3, 3 / 4 - 1 / 2],
      [4, 4 / 5 - 1 / 2],
    ] as const)
      for (const posterior of posteriorsOf(Array<Arm>(count).fill({ trials: 0, successes: 0 }))) {
        expect(posterior).toMatchObject({
          mean: 0.5,
          low: expect.closeTo(0.025, 9),
          high: expect.closeTo(0.975, 9),
        });
        expect(posterior.probabilityBest).toBeCloseTo(1 / count, 8);
        expect(posterior.expectedLoss).toBeCloseTo(loss, 8);
      }
  });

  it('is two to one for one success of one against nothing', () => {
    const [none, one] = posteriorsOf([
      { trials: 0, successes: 0 },
      { trials: 1, successes: 1 },
    ]);
    expect(one?.probabilityBest).toBeCloseTo(2 / 3, 8);
    expect(none?.probabilityBest).toBeCloseTo(1 / 3, 8);
    // The mean of the higher of a uniform and a Beta(2, 1) share is 3/4.
    expect(one?.expectedLoss).toBeCloseTo(3 / 4 - 2 / 3, 8);
  });

  it('is for two variants what the finite sum says', () => {
    const pairs: [Arm, Arm][] = [
      [
        { trials: 100, successes: 10 },
        { trials: 100, successes: 15 },
      ],
      [
        { trials: 1_000, successes: 20 },
        { trials: 900, successes: 31 },
      ],
      [
        { trials: 50, successes: 0 },
        { trials: 60, successes: 3 },
      ],
      [
        { trials: 100, successes: 5 },
        { trials: 20_000, successes: 1_000 },
      ],
    ];
    for (const [a, b] of pairs)
      expect(posteriorsOf([a, b])[1]?.probabilityBest).toBeCloseTo(isBetter(a, b), 7);
  });

  it('is a share of certainty for each, between bounds, and no loss below nothing', () => {
    fc.assert(
      fc.property(arms, (tried) => {
        const posteriors = posteriorsOf(tried);
        expect(only(posteriors.map(({ probabilityBest }) => probabilityBest))).toBeCloseTo(1, 9);
        for (const { low, mean, high, probabilityBest, expectedLoss } of posteriors) {
          expect(low <= mean && mean <= high).toBe(true);
          expect(probabilityBest >= 0 && probabilityBest <= 1 && expectedLoss >= 0).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the order in which they stand', () => {
    fc.assert(
      fc.property(arms, (tried) => {
        const [there, back] = [posteriorsOf(tried), posteriorsOf(tried.toReversed()).toReversed()];
        there.forEach(({ probabilityBest }, index) =>
          expect(probabilityBest).toBeCloseTo(back[index]?.probabilityBest ?? NaN, 9),
        );
      }),
      { numRuns: 20 },
    );
  });
});
