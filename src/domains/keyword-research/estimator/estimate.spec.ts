import fc from 'fast-check';
import { isKeyword, normaliseKeyword } from '#platform/keyword-data/keyword-text';
import { marketOf } from '#platform/keyword-data/markets';
import { estimate } from './estimate.js';

const TODAY = new Date('2026-11-27T23:59:59Z');
const market = (location: string) => marketOf(location)!;
const brief = (keyword: string, location: string) => {
  const { search_volume, difficulty, cpc, competition, intent } = estimate(keyword, market(location), TODAY);
  return [search_volume, difficulty, cpc, competition, intent];
};

describe('an estimate', () => {
  it.each([
    ['running shoes', 'US', [8800, 65, 0.4, 'Low', 'informational']],
    ['best running shoes', 'US', [4400, 68, 0.85, 'High', 'commercial']],
    ['running shoes', 'MT', [21, 28, 1.46, 'Low', 'informational']],
    ['buy running shoes near me', 'GB', [3200, 56, 3.04, 'Medium', 'transactional']],
    ['acme login', 'DE', [15000, 65, 0.32, 'Low', 'navigational']],
    ['コーヒーミル', 'JP', [24000, 61, 2.74, 'Medium', 'informational']],
    ['how to choose a crm for a small law firm', 'US', [10, 1, 2.22, 'Medium', 'informational']],
  ])('of %s in %s stays what it is', (keyword, location, figures) => {
    expect(brief(keyword, location)).toEqual(figures);
  });

  it('of the year ends with the last complete month', () => {
    const { trend_data: trend } = estimate('running shoes', market('US'), TODAY);
    expect(trend.map(({ month, volume }) => `${month} ${volume}`)).toEqual([
      '2025-11 7961',
      '2025-12 7815',
      '2026-01 7815',
      '2026-02 7988',
      '2026-03 8317',
      '2026-04 8741',
      '2026-05 9172',
      '2026-06 9518',
      '2026-07 9709',
      '2026-08 9715',
      '2026-09 9555',
      '2026-10 9295',
    ]);
  });

  it('has the same months in the same place whenever it is asked within a month', () => {
    const first = estimate('seo', market('US'), new Date('2026-11-01T00:00:00Z'));
    expect(first).toEqual(estimate('seo', market('US'), TODAY));
    const later = estimate('seo', market('US'), new Date('2026-12-01T00:00:00Z'));
    expect(later).toEqual({ ...first, trend_data: later.trend_data });
  });

  it('stays within its bounds for every keyword and country', () => {
    const keyword = fc.string({ unit: 'grapheme', maxLength: 60 }).filter(isKeyword).map(normaliseKeyword);
    const country = fc.constantFrom('US', 'MC', 'IN', 'DE');
    fc.assert(
      fc.property(keyword, country, (text, location) => {
        const row = estimate(text, market(location), TODAY);
        expect(row.search_volume).toBeGreaterThanOrEqual(10);
        expect(row.difficulty).toBeGreaterThanOrEqual(1);
        expect(row.difficulty).toBeLessThanOrEqual(100);
        expect(row.cpc).toBeGreaterThanOrEqual(0.1);
        expect(row.cpc).toBeLessThanOrEqual(9.1);
        expect(row.trend_data).toHaveLength(12);
        const mean = row.trend_data.reduce((sum, { volume }) => sum + volume, 0) / 12;
        expect(Math.abs(mean - row.search_volume)).toBeLessThanOrEqual(0.5);
        expect(row).toMatchObject({ estimated: true, as_of: null, unknown: [] });
      }),
    );
  });

  it('of a keyword with a modifier has half the searches of its subject', () => {
    const volume = (keyword: string) => estimate(keyword, market('US'), TODAY).search_volume;
    const half = volume('espresso machine') / 2;
    for (const keyword of ['best espresso machine', 'espresso machine guide'])
      expect(Math.abs(volume(keyword) - half) / half).toBeLessThan(0.05);
  });
});
