import fc from 'fast-check';
import { INSIGHT_LEVELS } from '#domains/analytics/analytics.answers.dto';
import { confidenceOf } from './metrics/confidence.js';
import { filledDays } from './metrics/filled-days.js';
import type { MetricDefinition, Series } from './metrics/metric.js';
import { anomaliesIn, levelOf, relationsIn } from './signals.js';

const LEADS: MetricDefinition = {
  name: 'total_leads',
  label: 'New leads',
  type: 'lead_generation',
  unit: 'count',
  better: 'higher',
  days: 'every',
};
const size = fc.double({ min: 10, max: 1_000, noNaN: true });

describe('the level of a change', () => {
  it('grows with its size, and is graver for the worse than for the better', () => {
    const gravity = (...of: Parameters<typeof levelOf>) => -INSIGHT_LEVELS.indexOf(levelOf(...of));
    fc.assert(
      fc.property(size, size, (one, other) => {
        const [small, great] = [Math.min(one, other), Math.max(one, other)];
        for (const impact of ['negative', 'positive', 'neutral'] as const)
          expect(gravity(small, impact, null)).toBeLessThanOrEqual(gravity(great, impact, null));
        expect(gravity(-great, 'negative', null)).toBeGreaterThan(gravity(great, 'positive', null));
      }),
    );
  });

  it.each([
    [10, 'medium'],
    [24.99, 'medium'],
    [25, 'high'],
    [50, 'critical'],
  ])('of -%d %% for the worse is %s', (change, level) => {
    expect(levelOf(-change, 'negative', 0.8)).toBe(level);
  });

  it('is low whatever its size where it may be chance', () => {
    expect(levelOf(-90, 'negative', 0.79)).toBe('low');
  });
});

describe('the confidence in a change', () => {
  it('compares counts as Poisson counts', () => {
    // z = 20 / sqrt(180) = 1.49: 86 % two-sided.
    expect(confidenceOf(LEADS, { value: 100 }, { value: 80 })).toBe(0.86);
  });

  it('compares shares as proportions', () => {
    // 50 of 100 against 40 of 100: pooled 0.45, z = 0.1 / 0.07036 = 1.42: 84 %.
    const rate = { ...LEADS, unit: 'percent' as const };
    expect(confidenceOf(rate, { value: 50, of: 100 }, { value: 40, of: 100 })).toBe(0.84);
  });

  it('is not told where there is no chance in it, or nothing to tell it from', () => {
    expect(confidenceOf({ ...LEADS, better: 'neither' }, { value: 9 }, { value: 1 })).toBeNull();
    expect(confidenceOf(LEADS, { value: 0 }, { value: 0 })).toBeNull();
    expect(confidenceOf(LEADS, { value: null }, { value: 5 })).toBeNull();
    expect(confidenceOf({ ...LEADS, unit: 'score' }, { value: 9 }, { value: 1 })).toBeNull();
  });

  it('is a share of one, whatever is measured', () => {
    const value = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(value, fc.nat()),
        fc.tuple(value, fc.nat()),
        fc.constantFrom('count' as const, 'percent' as const),
        (now, then, unit) => {
          const reading = ([of_value, of]: [number, number]) => ({ value: of_value, of });
          const told = confidenceOf({ ...LEADS, unit }, reading(now), reading(then));
          expect(told === null || (told >= 0 && told <= 0.99)).toBe(true);
        },
      ),
    );
  });
});

describe('metrics that move together', () => {
  const days = (values: readonly number[], metric: Partial<MetricDefinition>): Series => ({
    ...LEADS,
    ...metric,
    points: values.map((value, at) => ({ day: `2026-01-${String(at + 1).padStart(2, '0')}`, value })),
  });
  const WAVE = Array.from({ length: 20 }, (_, at) => (at * 7) % 20);
  const mail = (values: readonly number[]) => days(values, { name: 'emails_sent', type: 'email' });

  it('are told with how closely, and that neither is for the better or the worse', () => {
    expect(relationsIn([days(WAVE, {}), mail(WAVE.map((value) => 50 - value))])).toMatchObject([
      {
        kind: 'relation',
        metric: { name: 'total_leads' },
        related: { name: 'emails_sent' },
        value: -1,
        reference: 20,
        impact: 'neutral',
      },
    ]);
  });

  it.each([
    ['of one room', [days(WAVE, {}), days(WAVE, { name: 'qualified_leads' })]],
    [
      'that hardly ever are anything',
      [
        days(
          WAVE.map((v) => (v > 17 ? v : 0)),
          {},
        ),
        mail(WAVE),
      ],
    ],
    ['by chance', [days(WAVE, {}), mail(Array.from({ length: 20 }, (_, at) => (at * 3) % 7))]],
    ['on few days', [days(WAVE.slice(0, 9), {}), mail(WAVE)]],
  ])('are not told of %s', (_, series) => {
    expect(relationsIn(series)).toEqual([]);
  });

  it('are three at most', () => {
    const types = ['email', 'social_media', 'content_engagement', 'conversion'] as const;
    const series = types.map((type) => days(WAVE, { name: type, type }));
    expect(relationsIn([days(WAVE, {}), ...series])).toHaveLength(3);
  });
});

describe('days', () => {
  it('that have no figure stand at 0, from the first that has one to yesterday', () => {
    const points = [
      { day: '2026-02-27', value: 3 },
      { day: '2026-03-01', value: 5 },
    ];
    expect(filledDays(points, '2026-03-03')).toEqual([
      { day: '2026-02-27', value: 3 },
      { day: '2026-02-28', value: 0 },
      { day: '2026-03-01', value: 5 },
      { day: '2026-03-02', value: 0 },
    ]);
    expect(filledDays([], '2026-03-03')).toEqual([]);
  });

  it('that stay the same hold nothing unusual', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), (value, length) => {
        const points = Array.from({ length }, (_, at) => ({ day: `2026-01-${at}`, value }));
        expect(anomaliesIn([{ ...LEADS, points } satisfies Series])).toEqual([]);
      }),
    );
  });
});
