import fc from 'fast-check';
import { amountIn, currencyOf, priceIn, pricesIn } from './prices.js';

describe('an amount', () => {
  it.each([
    ['1,234.56', 1_234.56],
    ['1.234,56', 1_234.56],
    ['1 234,56', 1_234.56],
    ['1\u202f234,56', 1_234.56],
    ['1\u00a0234\u00a0567', 1_234_567],
    ["1'234.50", 1_234.5],
    ['1’234.50', 1_234.5],
    ['1,23,456.78', 123_456.78],
    ['1.234.567', 1_234_567],
    ['1,234', 1_234],
    ['1.234', 1_234],
    ['0.125', 0.125],
    ['12,5', 12.5],
    ['12.50', 12.5],
    ['12.3456', 12.3456],
    ['19,–', 19],
    ['19,-', 19],
    ['19.--', 19],
    ['19', 19],
    ['0,99', 0.99],
  ])('%j is read as %d', (text, amount) => {
    expect(amountIn(text)).toBe(amount);
  });

  it('has thousandths where its currency has', () => {
    expect([amountIn('1.234', 'KWD'), amountIn('1.234', 'EUR')]).toEqual([1.234, 1_234]);
  });

  it.each(['', 'free', '-5', '.5', '1e5', '12a', '9'.repeat(40)])('is not seen in %j', (text) => {
    expect(amountIn(text)).toBeNull();
  });
});

describe('a price', () => {
  it.each([
    ['only $1,299.99!', 1_299.99, 'USD'],
    ['US$ 20', 20, 'USD'],
    ['A$20', 20, 'AUD'],
    ['R$ 1.234,56', 1_234.56, 'BRL'],
    ['ab 19,90 €', 19.9, 'EUR'],
    ['€19', 19, 'EUR'],
    ['EUR 19.90', 19.9, 'EUR'],
    ['19.90EUR', 19.9, 'EUR'],
    ['£5', 5, 'GBP'],
    ['￥1,980', 1_980, 'JPY'],
    ['₹1,23,456', 123_456, 'INR'],
    ["CHF 1'250.–", 1_250, 'CHF'],
    ['Fr. 9.90', 9.9, 'CHF'],
    ['1 299 kr', 1_299, null],
    ['99,00 zł', 99, 'PLN'],
    ['1 490 Kč', 1_490, 'CZK'],
    ['$10 – $20', 10, 'USD'],
    ['was $30, now $20', 30, 'USD'],
  ])('in %j is %d %s', (text, amount, currency) => {
    expect(priceIn(text)).toEqual({ amount, currency });
  });

  it('without a currency is the first number, in the currency of the page', () => {
    expect(priceIn('Price: 19.90', 'EUR')).toEqual({ amount: 19.9, currency: 'EUR' });
    expect(priceIn('from 100 kr', 'SEK')).toEqual({ amount: 100, currency: 'SEK' });
    expect(priceIn('ask us')).toBeNull();
  });

  it('in a text stands beside a currency', () => {
    const text = 'In 2024 we sold 5,000 for $20 and 30 EUR each, 20% off, WUSD 5, USDX, $5m, 3 keys for €1.';
    expect(pricesIn(text, 10).map((price) => price.text)).toEqual(['$20', '30 EUR', '€1']);
    expect(pricesIn('$1 $2 $3', 2)).toHaveLength(2);
  });

  const LOCALES = [
    ['en-US', 'USD'],
    ['en-GB', 'GBP'],
    ['de-DE', 'EUR'],
    ['de-CH', 'CHF'],
    ['fr-FR', 'EUR'],
    ['es-ES', 'EUR'],
    ['it-IT', 'EUR'],
    ['nl-NL', 'EUR'],
    ['pl-PL', 'PLN'],
    ['cs-CZ', 'CZK'],
    ['pt-BR', 'BRL'],
    ['en-IN', 'INR'],
    ['ja-JP', 'JPY'],
    ['en-AU', 'USD'],
    ['ru-RU', 'RUB'],
    ['uk-UA', 'UAH'],
  ] as const;

  it.each(LOCALES)('as %s writes it in %s is read back', (locale, currency) => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_99 }), (minor) => {
        const amount = Number((minor / 10 ** digits).toFixed(digits));
        // Three digits after a single point may be thousands: only a currency without a smaller unit is written so.
        expect(priceIn(`Now ${format.format(amount)} only`)).toEqual({ amount, currency });
      }),
    );
  });

  it('comes out of no text as anything but a number that is not negative', () => {
    const unit = fc.constantFrom('1', '000', '.', ',', ' ', "'", '$', '€', 'EUR', '-', '–', 'kr', 'a');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 80 }), (text) => {
        for (const { amount } of pricesIn(text, 50))
          expect(Number.isFinite(amount) && amount >= 0).toBe(true);
      }),
    );
  });
});

describe('a currency', () => {
  it('is known by its code or its sign', () => {
    expect([' eur ', '€', 'US$', 'kr', 'Euro', '', undefined].map(currencyOf)).toEqual([
      'EUR',
      'EUR',
      'USD',
      null,
      null,
      null,
      null,
    ]);
  });
});
