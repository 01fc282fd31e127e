import fc from 'fast-check';
import { priceProblems, shares, totalsOf } from './amounts.js';
import { isCurrency, isLocale, minorDigits, moneyWriter, toMajor, toMinor } from './currency.js';

const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);
const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });

describe('an amount in parts', () => {
  it('adds up to the amount to the last unit, and no part is off by a unit or more', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 20 })
      .filter((list) => sum(list) > 0);
    fc.assert(
      fc.property(amount, weights, (whole, list) => {
        const parts = shares(whole, list);
        expect(sum(parts)).toBe(whole);
        parts.forEach((part, at) => {
          const exact = (whole * (list[at] ?? 0)) / sum(list);
          expect(Math.abs(part - exact)).toBeLessThan(1.001);
        });
      }),
    );
  });

  it('gives the units that are left to whom rounding took most', () => {
    expect(shares(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(shares(101, [20, 60, 15, 5])).toEqual([20, 61, 15, 5]);
    expect(shares(0, [50, 50])).toEqual([0, 0]);
  });
});

describe('the totals of a price list', () => {
  const plain = { discountPercent: 0, taxPercent: 0 };

  it('are what the lines come to, exactly, in any currency', () => {
    const line = fc.record({
      price: fc.integer({ min: 0, max: 100_000_000 }),
      quantity: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (lines, currency) => {
          const priced = lines.map(({ price, quantity }) => ({ price: toMajor(price, currency), quantity }));
          const totals = totalsOf(priced, plain, currency);
          expect(totals.total).toBe(sum(lines.map(({ price, quantity }) => price * quantity)));
          expect(totals.lines.length).toBe(lines.length);
        },
      ),
    );
  });

  it('take the discount off first and put the tax on what is left, rounding half a unit up', () => {
    const lines = [{ price: 99.99, quantity: 1.5 }];
    expect(totalsOf(lines, { discountPercent: 10, taxPercent: 8.875 }, 'USD')).toEqual({
      lines: [14_999],
      subtotal: 14_999,
      discount: 1_500,
      tax: 1_198,
      total: 14_697,
    });
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        (a, d, t) => {
          const adjustments = { discountPercent: d / 1_000, taxPercent: t / 1_000 };
          const totals = totalsOf([{ price: toMajor(a, 'EUR'), quantity: 1 }], adjustments, 'EUR');
          expect(totals.subtotal - totals.discount + totals.tax).toBe(totals.total);
          expect(totals.discount).toBeLessThanOrEqual(totals.subtotal);
        },
      ),
    );
  });

  it('are refused where a price has more decimals than its currency, or the sum cannot be exact', () => {
    const pathsOf = (price: number, quantity: number, currency: string) =>
      priceProblems(
        [
          { price: 1, quantity: 1 },
          { price, quantity },
        ],
        plain,
        currency,
      ).map(({ path }) => path);
    expect(pathsOf(10.5, 1, 'JPY')).toEqual(['pricing.1.price']);
    expect(pathsOf(0.001, 1, 'USD')).toEqual(['pricing.1.price']);
    expect(pathsOf(0.001, 1, 'KWD')).toEqual([]);
    expect(pathsOf(1e9, 9_999, 'USD')).toEqual([]);
    expect(pathsOf(1e9, 1e5, 'USD')).toEqual(['pricing']);
  });
});

describe('money in the client`s currency', () => {
  const cases = [
    ['USD', 'en-US', 123_456, '$1,234.56'],
    ['EUR', 'de-DE', 123_456, '1.234,56\u00a0€'],
    ['JPY', 'en-US', 1_234, '¥1,234'],
    ['KWD', 'en-US', 1_234, 'KWD\u00a01.234'],
    ['USD', 'en-US', 0, '$0.00'],
    ['USD', 'en-US', 100_000_000_000_001, '$1,000,000,000,000.01'],
  ] as const;
  it.each(cases)('is written in %s as people of %s do: %d is %s', (currency, locale, minor, written) => {
    expect(moneyWriter({ currency, locale })(minor)).toBe(written);
  });

  it('goes to minor units and back without a loss', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
        expect(toMinor(toMajor(minor, currency), currency)).toBe(minor);
      }),
    );
    expect([minorDigits('USD'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
  });

  it('is in a currency and a language that exist', () => {
    expect(['USD', 'EUR', 'KWD'].every(isCurrency)).toBe(true);
    expect(['usd', 'XYZ', 'US', '', null, 5].some(isCurrency)).toBe(false);
    expect(['en', 'de-CH', 'zh-Hant-TW'].every(isLocale)).toBe(true);
    expect(['xx-YY', 'en_US', '', 'a'.repeat(40), 'en-US-u-nu-arab', null].some(isLocale)).toBe(false);
  });
});
