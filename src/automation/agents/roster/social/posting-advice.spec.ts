import fc from 'fast-check';
import { NETWORKS } from '#platform/channels/networks';
import { habitsOf, recommendationsFor } from './posting-advice.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const WELL = { platforms: 3, lastPostAt: daysAgo(7) as Date | null, providers: 2 };
const typesFor = ({ providers, ...habits }: typeof WELL): string[] =>
  recommendationsFor(habits, providers, NOW).map(({ type }) => type);

describe('somebody who posts', () => {
  it('is told nothing when all is well', () => {
    expect(typesFor(WELL)).toEqual([]);
  });

  it.each([
    ['never', { lastPostAt: null }, ['posting_frequency']],
    ['not for more than a week', { lastPostAt: daysAgo(7.01) }, ['posting_frequency']],
    ['with one AI provider', { providers: 1 }, ['ai_diversity']],
    ['to two networks', { platforms: 2 }, ['platform_expansion']],
    [
      'not at all',
      { platforms: 0, lastPostAt: null, providers: 0 },
      ['posting_frequency', 'ai_diversity', 'platform_expansion'],
    ],
  ])('%s is told', (_, habits, types) => {
    expect(typesFor({ ...WELL, ...habits })).toEqual(types);
  });

  it('hears of AI with less weight than of posting', () => {
    const all = recommendationsFor({ platforms: 0, lastPostAt: null }, 0, NOW);
    expect(all.map(({ priority }) => priority)).toEqual(['medium', 'low', 'medium']);
  });

  it('is never told more when there is more of everything', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(30), fc.nat(4), (platforms, days, providers) => {
        const now = typesFor({ platforms, lastPostAt: daysAgo(days), providers });
        const more = typesFor({
          platforms: platforms + 1,
          lastPostAt: daysAgo(Math.max(0, days - 1)),
          providers: providers + 1,
        });
        expect(now).toEqual(expect.arrayContaining(more));
      }),
    );
  });

  it('learns what works on every network', () => {
    for (const network of NETWORKS) {
      const { best_times, frequency } = habitsOf(network);
      expect(best_times.every((time) => /^\d\d:00$/.test(time))).toBe(true);
      expect(frequency).toMatch(/a (?:day|week)$/);
    }
    expect(habitsOf(NETWORKS[0] as (typeof NETWORKS)[number]).best_times).toEqual(['12:00', '18:00']);
  });
});
