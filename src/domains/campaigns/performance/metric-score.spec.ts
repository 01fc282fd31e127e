import fc from 'fast-check';
import { performanceOf, type Reading, scoreOf, trendOf } from './metric-score.js';

const TYPES = ['open_rate', 'click_rate', 'unsubscribe_rate', 'bounce_rate', 'roi', 'impressions'];
const reading = (type: string, value: number, day = '2026-11-01'): Reading => ({ type, value, day });
const readings = fc.array(
  fc.record({
    type: fc.constantFrom(...TYPES),
    value: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    day: fc.integer({ min: 10, max: 30 }).map((day) => `2026-11-${day}`),
  }),
);

describe('the score of a value', () => {
  it.each<[string, number, number | null]>([
    ['open_rate', 25, 50],
    ['open_rate', 50, 100],
    ['open_rate', 90, 100],
    ['open_rate', 0, 0],
    ['roi', -40, 0],
    ['unsubscribe_rate', 0.25, 50],
    ['unsubscribe_rate', 0, 100],
    ['bounce_rate', 3, 25],
    ['impressions', 5_000, null],
    ['constructor', 5, null],
  ])('of %s %p is %p', (type, value, score) => {
    expect(scoreOf(type, value)).toBe(score);
  });

  it('is within 0 and 100, and no better value scores worse', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...TYPES.slice(0, 5)), value, value, (type, a, b) => {
        const [low, high] = [scoreOf(type, Math.min(a, b)) ?? -1, scoreOf(type, Math.max(a, b)) ?? -1];
        for (const score of [low, high]) expect(score >= 0 && score <= 100).toBe(true);
        expect(/unsubscribe|bounce/.test(type) ? low >= high : high >= low).toBe(true);
      }),
    );
  });
});

describe('how a campaign does', () => {
  it('is what it is of all mails, however few were sent on some days', () => {
    const days = [
      { ...reading('open_rate', 20, '2026-11-10'), weight: 999 },
      { ...reading('open_rate', 100, '2026-11-11'), weight: 1 },
    ];
    expect(performanceOf(days).byType).toEqual({ open_rate: { average: 20.08, score: 40, points: 2 } });
  });

  it('is judged type by type, and not judged where nothing is usual', () => {
    expect(
      performanceOf([reading('open_rate', 20), reading('open_rate', 30), reading('impressions', 7)]),
    ).toEqual({
      score: 50,
      points: 3,
      byType: {
        open_rate: { average: 25, score: 50, points: 2 },
        impressions: { average: 7, score: null, points: 1 },
      },
      trend: { direction: 'insufficient_data', changePercentage: 0 },
    });
    expect(performanceOf([])).toMatchObject({ score: null, points: 0, byType: {} });
  });

  it('is always a score of 0 to 100 or none, whatever was measured', () => {
    fc.assert(
      fc.property(readings, (measured) => {
        const { score, points, trend } = performanceOf(measured);
        expect(points).toBe(measured.length);
        if (score !== null) expect(score >= 0 && score <= 100).toBe(true);
        expect(Number.isFinite(trend.changePercentage)).toBe(true);
      }),
    );
  });
});

describe('the trend', () => {
  it.each([
    [[20, 30], 'improving', 50],
    [[30, 20], 'declining', -33.33],
    [[20, 21], 'stable', 5],
    [[0, 20], 'improving', 0],
    [[1e-320, 20], 'improving', 0],
    [[20], 'insufficient_data', 0],
    [[10, 10, 20], 'improving', 50],
  ] as const)('of %p is %s', (values, direction, changePercentage) => {
    const days = values.map((value, at) => reading('open_rate', value, `2026-11-${10 + at}`));
    expect(trendOf(days)).toEqual({ direction, changePercentage });
  });

  it('says of fewer unsubscribed that it improves', () => {
    const days = [
      reading('unsubscribe_rate', 0.5, '2026-11-10'),
      reading('unsubscribe_rate', 0.2, '2026-11-11'),
    ];
    expect(trendOf(days).direction).toBe('improving');
  });
});
