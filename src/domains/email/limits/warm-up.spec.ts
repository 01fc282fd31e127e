import fc from 'fast-check';
import { smaller, warmUpDays, warmUpLimit } from './warm-up.js';

const plan = { from: '2026-11-28', start: 50, growth: 2, target: 400 };

describe('a warm-up', () => {
  it('lets more pass every day, and ends where it is to', () => {
    expect(warmUpDays(plan)).toEqual([
      { day: '2026-11-28', mails: 50 },
      { day: '2026-11-29', mails: 100 },
      { day: '2026-11-30', mails: 200 },
    ]);
    expect(warmUpLimit(plan, '2026-12-01')).toBeUndefined();
    expect(warmUpLimit(plan, '2026-11-01')).toBe(50);
  });

  it('never lets fewer pass than the day before, and ends within a year', () => {
    const plans = fc.record({
      from: fc.constant('2026-02-27'),
      start: fc.integer({ min: 1, max: 10_000 }),
      growth: fc.double({ min: 1, max: 10, noNaN: true }),
      target: fc.integer({ min: 1, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(plans, (one) => {
        const days = warmUpDays(one);
        expect(days.length).toBeLessThanOrEqual(365);
        for (const [at, { mails }] of days.entries()) {
          expect(mails).toBeGreaterThanOrEqual(days[at - 1]?.mails ?? 1);
          expect(mails).toBeLessThan(one.target);
        }
      }),
    );
  });

  it('is held to whichever limit is smaller', () => {
    expect([
      smaller(1, 2),
      smaller(undefined, 2),
      smaller(3, undefined),
      smaller(undefined, undefined),
    ]).toEqual([1, 2, 3, undefined]);
  });
});
