import fc from 'fast-check';
import type { AiPrice } from '../models/ai-model.js';
import { costOf, mostCostOf } from './cost.js';

const price = (tokens: Partial<AiPrice>): { price: AiPrice } => ({
  price: {
    input: null,
    cachedInput: null,
    cacheWrite: null,
    output: null,
    perImage: null,
    perSecond: null,
    long: null,
    pricedAt: null,
    ...tokens,
  },
});
const DOLLARS = fc.integer({ min: 0, max: 100_000_000 }).map((steps) => steps / 1_000_000);
const TOKENS = fc.integer({ min: 0, max: 2_000_000 });

describe('what tokens cost', () => {
  it('is the price of fresh input, of cached input and of output', () => {
    const model = price({ input: 3, cachedInput: 0.3, output: 15 });
    expect(costOf(model, { input: 1_000, cachedInput: 400, output: 100 })).toBe(600 * 3 + 120 + 1_500);
  });

  it('is more for input that goes into the cache, where that has a price, and else the same', () => {
    const usage = { input: 1_000, cachedInput: 400, cacheWrite: 500, output: 0 };
    const fresh = price({ input: 4, cachedInput: 0.4 });
    const kept = price({ input: 4, cachedInput: 0.4, cacheWrite: 5 });
    expect(costOf(fresh, usage)).toBe(600 * 4 + 160);
    expect(costOf(kept, usage)).toBe(100 * 4 + 500 * 5 + 160);
    expect(mostCostOf(fresh, 1_000, 0)).toBe(4_000);
    expect(mostCostOf(kept, 1_000, 0)).toBe(5_000);
  });

  it('is rounded up once, so that nothing is free', () => {
    expect(costOf(price({ input: 0.02 }), { input: 1, cachedInput: 0, output: 0 })).toBe(1);
    expect(costOf(price({ input: 0.02 }), { input: 50, cachedInput: 0, output: 0 })).toBe(1);
    expect(costOf(price({ input: 0.02 }), { input: 51, cachedInput: 0, output: 0 })).toBe(2);
    expect(costOf(price({ input: 0.25, output: 2 }), { input: 0, cachedInput: 0, output: 0 })).toBe(0);
  });

  it('is unknown when a price that is needed is, and only then', () => {
    expect(costOf(price({ input: 1 }), { input: 10, cachedInput: 0, output: 1 })).toBeNull();
    expect(costOf(price({ input: 1, output: 1 }), { input: 10, cachedInput: 5, output: 1 })).toBeNull();
    expect(costOf(price({ input: 1 }), { input: 10, cachedInput: 0, output: 0 })).toBe(10);
  });

  it('is another for every token of a long request', () => {
    const long = { above: 1_000, input: 2, cachedInput: 0.2, cacheWrite: 2.5, output: 3 };
    const model = price({ input: 1, cachedInput: 0.1, output: 2, long });
    expect(costOf(model, { input: 1_000, cachedInput: 0, output: 10 })).toBe(1_020);
    expect(costOf(model, { input: 1_001, cachedInput: 1, output: 10 })).toBe(2_000 + 1 + 30);
    expect(costOf(model, { input: 2_000, cachedInput: 0, cacheWrite: 1_000, output: 0 })).toBe(4_500);
  });

  it('is never less than the exact sum, and less than one millionth of a dollar more', () => {
    fc.assert(
      fc.property(
        fc.tuple(DOLLARS, DOLLARS, DOLLARS),
        fc.tuple(TOKENS, TOKENS, TOKENS),
        (dollars, tokens) => {
          const [input, cachedInput, output] = dollars;
          const usage = { input: tokens[0] + tokens[1], cachedInput: tokens[1], output: tokens[2] };
          const cost = costOf(price({ input, cachedInput, output }), usage);
          const exact = dollars
            .map((each, at) => BigInt(Math.round(each * 1e6)) * BigInt(tokens[at]!))
            .reduce((sum, part) => sum + part, 0n);
          expect(cost).not.toBeNull();
          const over = BigInt(cost!) * 1_000_000n - exact;
          expect(over >= 0n && over < 1_000_000n).toBe(true);
        },
      ),
    );
  });

  it('is never more when more of the input was cached', () => {
    fc.assert(
      fc.property(DOLLARS, TOKENS, TOKENS, (input, tokens, cached) => {
        const model = price({ input, cachedInput: input / 10, output: input });
        const cold = costOf(model, { input: tokens, cachedInput: 0, output: 5 });
        const warm = costOf(model, { input: tokens, cachedInput: cached, output: 5 });
        expect(warm!).toBeLessThanOrEqual(cold!);
      }),
    );
  });
});

describe('what images and videos cost', () => {
  const none = { input: 0, cachedInput: 0, output: 0 };

  it('is the price of the seconds', () => {
    expect(costOf(price({ perSecond: 0.4 }), { ...none, seconds: 8 })).toBe(3_200_000);
    expect(costOf(price({}), { ...none, seconds: 8 })).toBeNull();
  });

  it('is the price of the tokens, or of the pieces where none were counted or priced', () => {
    const both = price({ input: 1.5, output: 30, perImage: 0.0336 });
    expect(costOf(both, { input: 10, cachedInput: 0, output: 1_000, images: 1 })).toBe(30_015);
    expect(costOf(both, { ...none, images: 2 })).toBe(67_200);
    expect(costOf(price({ perImage: 0.04 }), { input: 10, cachedInput: 0, output: 1_000, images: 1 })).toBe(
      40_000,
    );
    expect(costOf(price({ input: 1, output: 1 }), { ...none, images: 1 })).toBeNull();
  });
});
