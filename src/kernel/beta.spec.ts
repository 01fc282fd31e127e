import fc from 'fast-check';
import { type Beta, betaDensity, betaMean, betaQuantile, betaUpTo, logGamma } from './beta.js';

const shares = fc.double({ min: 0, max: 1, noNaN: true });
const betas: fc.Arbitrary<Beta> = fc.record({
  a: fc.integer({ min: 1, max: 5_000 }),
  b: fc.integer({ min: 1, max: 50_000 }),
});

describe('the beta distribution', () => {
  it('knows the logarithm of the gamma function', () => {
    for (const [x, factorial] of [
      [1, 1],
      [2, 1],
      [5, 24],
      [11, 3_628_800],
    ] as const)
      expect(logGamma(x)).toBeCloseTo(Math.log(factorial), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(0.25)).toBeCloseTo(1.2880225246980774, 12);
  });

  it.each([
    [0.3, 1, 1, 0.3],
    [0.5, 2, 3, 0.6875],
    [0.2, 5, 1, 0.2 ** 5],
    [0.9, 1, 4, 1 - 0.1 ** 4],
  ])('says how likely a share is at most %d for a=%d, b=%d', (x, a, b, probability) => {
    expect(betaUpTo(x, { a, b })).toBeCloseTo(probability, 12);
  });

  it('adds up what the binomial distribution says', () => {
    const [n, hits, x] = [1_001, 51, 0.05];
    const atLeast = Array.from({ length: n - hits + 1 }, (_, more) => hits + more).reduce((sum, k) => {
      const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
      return sum + Math.exp(ways + k * Math.log(x) + (n - k) * Math.log1p(-x));
    }, 0);
    expect(betaUpTo(x, { a: hits, b: n - hits + 1 })).toBeCloseTo(atLeast, 10);
  });

  it('is the same seen from its other end', () => {
    fc.assert(
      fc.property(shares, betas, (x, { a, b }) => {
        expect(betaUpTo(x, { a, b })).toBeCloseTo(1 - betaUpTo(1 - x, { a: b, b: a }), 9);
      }),
    );
  });

  it('grows from nothing to certainty', () => {
    fc.assert(
      fc.property(shares, shares, betas, (one, other, beta) => {
        const [low, high] = [betaUpTo(Math.min(one, other), beta), betaUpTo(Math.max(one, other), beta)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high - low).toBeGreaterThanOrEqual(-1e-10);
        expect(high).toBeLessThanOrEqual(1 + 1e-10);
      }),
    );
  });

  it('finds the share below which it lies with a probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), betas, (probability, beta) => {
        expect(betaUpTo(betaQuantile(probability, beta), beta)).toBeCloseTo(probability, 6);
      }),
    );
  });

  it('has a density that adds up to one around its mean', () => {
    const beta = { a: 21, b: 181 };
    const steps = Array.from({ length: 10_000 }, (_, index) => (index + 0.5) / 10_000);
    const sum = (of: (x: number) => number) => steps.reduce((total, x) => total + of(x) / 10_000, 0);
    expect(sum((x) => betaDensity(x, beta))).toBeCloseTo(1, 6);
    expect(sum((x) => x * betaDensity(x, beta))).toBeCloseTo(betaMean(beta), 6);
  });
});
