import { languagesOf, marketOf } from './markets.js';

describe('a market', () => {
  it.each([
    ['US', undefined, { country: 'US', locationCode: 2840, language: 'en' }],
    ['gb', undefined, { country: 'GB', locationCode: 2826, language: 'en' }],
    ['UK', undefined, { country: 'GB', locationCode: 2826, language: 'en' }],
    ['DE', undefined, { country: 'DE', locationCode: 2276, language: 'de' }],
    ['CH', 'FR', { country: 'CH', locationCode: 2756, language: 'fr' }],
    ['TW', 'zh-tw', { country: 'TW', locationCode: 2158, language: 'zh-TW' }],
  ])('%s in %s is known', (location, language, market) => {
    expect(marketOf(location, language)).toMatchObject(market);
  });

  it.each([
    ['XX', undefined],
    ['', undefined],
    ['constructor', undefined],
    ['DE', 'fr'],
  ])('%j in %s is none', (location, language) => {
    expect(marketOf(location, language)).toBeUndefined();
  });

  it('there is for each of sixty countries and more, named by its own number', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const codes = letters.flatMap((one) => letters.map((other) => one + other));
    const markets = codes.flatMap((code) => marketOf(code) ?? []);
    const countries = new Set(markets.map(({ country }) => country));
    expect(countries.size).toBeGreaterThanOrEqual(60);
    expect(new Set(markets.map(({ locationCode }) => locationCode)).size).toBe(countries.size);
    for (const { country, online } of markets) {
      expect(languagesOf(country).length).toBeGreaterThan(0);
      expect(online).toBeGreaterThan(0);
    }
  });
});
