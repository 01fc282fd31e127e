import fc from 'fast-check';
import { estimateOf } from './estimate.js';

describe('an estimate from a sample', () => {
  it('scales what was found to all', () => {
    const { count, total, estimated } = estimateOf({ all: 2_000, meant: 500, share: 0.002 });
    expect(estimated).toBe(true);
    expect(total).toBeCloseTo(1_000_000, -4);
    expect(count).toBeCloseTo(250_000, -4);
  });

  it('lies between its bounds, which are bounded by all and nothing', () => {
    const sample = fc
      .record({
        all: fc.integer({ min: 2, max: 5_000 }),
        share: fc.double({ min: 1e-6, max: 1, noNaN: true }),
      })
      .chain(({ all, share }) =>
        fc.record({ all: fc.constant(all), share: fc.constant(share), meant: fc.nat(all) }),
      );
    fc.assert(
      fc.property(sample, (found) => {
        const { count, low, high, total } = estimateOf(found);
        expect(low <= count && count <= high).toBe(true);
        expect(low >= 0 && high <= total).toBe(true);
      }),
    );
  });
});
