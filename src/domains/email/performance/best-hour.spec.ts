import fc from 'fast-check';
import { bestHourOf } from './best-hour.js';

const hour = (weekday: number, at: number, sent: number, opened: number) => {
  return { weekday, hour: at, sent, opened };
};
const COMMON = { weekday: 2, hour: 10, minute: 30, improvement: 0, confidence: 0, estimated: true };

describe('the best hour to send', () => {
  it.each([
    ['nothing was sent', []],
    ['too little was sent', [hour(1, 9, 40, 39), hour(3, 14, 40, 2)]],
    ['all was sent in one hour', [hour(1, 9, 500, 400)]],
    ['every hour is alike', [hour(1, 9, 100, 20), hour(3, 14, 100, 20)]],
    ['nobody has opened anything', [hour(1, 9, 100, 0), hour(3, 14, 100, 0)]],
    [
      'every hour but the large one is too small',
      [hour(1, 9, 29, 29), hour(3, 14, 29, 29), hour(2, 8, 200, 0)],
    ],
  ])('is common advice where %s', (_, hours) => {
    expect(bestHourOf(hours)).toEqual(COMMON);
  });

  it('is the one that stands out most, not the one with the highest rate by chance', () => {
    const hours = [hour(1, 9, 30, 15), hour(4, 16, 1_000, 400), hour(5, 8, 1_000, 200)];
    expect(bestHourOf(hours)).toEqual({
      weekday: 4,
      hour: 16,
      minute: 0,
      improvement: 32,
      confidence: 99,
      estimated: false,
    });
  });

  it('is an hour that was measured, never worse than the average', () => {
    const measured = fc
      .uniqueArray(
        fc.record({
          weekday: fc.integer({ min: 0, max: 6 }),
          hour: fc.integer({ min: 0, max: 23 }),
          sent: fc.integer({ min: 1, max: 5_000 }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { selector: (one) => `${one.weekday} ${one.hour}`, maxLength: 30 },
      )
      .map((hours) =>
        hours.map(({ share, ...more }) => ({ ...more, opened: Math.floor(share * more.sent) })),
      );
    fc.assert(
      fc.property(measured, (hours) => {
        const best = bestHourOf(hours);
        expect(best.improvement).toBeGreaterThanOrEqual(0);
        expect(best.confidence >= 0 && best.confidence <= 99).toBe(true);
        if (!best.estimated)
          expect(hours.some((one) => one.weekday === best.weekday && one.hour === best.hour)).toBe(true);
      }),
    );
  });
});
