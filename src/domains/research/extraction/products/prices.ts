/** What something costs: an amount, and the ISO 4217 code of its currency where that is clear. */
export interface Price {
  amount: number;
  currency: string | null;
}

/** Longer signs stand before those that they begin with. */
const SIGNS: readonly (readonly [sign: string, code: string | null])[] = [
  ['US$', 'USD'],
  ['AU$', 'AUD'],
  ['CA$', 'CAD'],
  ['NZ$', 'NZD'],
  ['HK$', 'HKD'],
  ['SG$', 'SGD'],
  ['NT$', 'TWD'],
  ['MX$', 'MXN'],
  ['A$', 'AUD'],
  ['C$', 'CAD'],
  ['S$', 'SGD'],
  ['R$', 'BRL'],
  ['$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['￥', 'JPY'],
  ['₹', 'INR'],
  ['₽', 'RUB'],
  ['₩', 'KRW'],
  ['₺', 'TRY'],
  ['₫', 'VND'],
  ['₴', 'UAH'],
  ['₪', 'ILS'],
  ['฿', 'THB'],
  ['₱', 'PHP'],
  ['₦', 'NGN'],
  ['zł', 'PLN'],
  ['Kč', 'CZK'],
  ['Ft', 'HUF'],
  ['lei', 'RON'],
  ['Fr.', 'CHF'],
  // Of Sweden, Norway, Denmark or Iceland.
  ['kr', null],
];
const CODES =
  'USD EUR GBP CHF JPY CNY INR AUD CAD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH BRL MXN ZAR SGD HKD TWD KRW THB ILS AED SAR PHP IDR MYR VND NGN KWD BHD OMR TND'.split(
    ' ',
  );
/** Currencies whose smaller unit is a thousandth. */
const OF_A_THOUSAND = new Set(['KWD', 'BHD', 'OMR', 'TND']);

const SPACE = '[ \\u00a0\\u202f\\u2009]';
const AMOUNT = `\\d{1,15}(?:${SPACE}\\d{3}(?!\\d)|[.,'’]\\d{1,15}){0,8}(?:[.,](?:-{1,2}|–|—))?`;
const escaped = (sign: string): string => sign.replace(/[$.]/g, '\\$&');
const CURRENCY = [...SIGNS.map(([sign]) => escaped(sign)), ...CODES].join('|');
const PRICE = new RegExp(
  `(?<![\\p{L}\\d.,])(?:(${CURRENCY})${SPACE}?(${AMOUNT})|(${AMOUNT})${SPACE}?(${CURRENCY}))(?![\\p{L}\\d%])`,
  'gu',
);

/** Every amount in the text that stands beside a currency, with the words it is written in. */
export function pricesIn(text: string, most: number): (Price & { text: string })[] {
  const found: (Price & { text: string })[] = [];
  for (const [words, before, after, first, behind] of text.matchAll(PRICE)) {
    if (found.length >= most) break;
    const currency = codeOf(before ?? behind ?? '');
    const amount = amountIn(after ?? first ?? '', currency);
    if (amount !== null) found.push({ text: words.trim(), amount, currency });
  }
  return found;
}

/** The first price in the text; without a currency beside it, its first number. */
export function priceIn(text: string, currency: string | null = null): Price | null {
  const [first] = pricesIn(text, 1);
  if (first) return { amount: first.amount, currency: first.currency ?? currency };
  const amount = amountIn(new RegExp(AMOUNT, 'u').exec(text)?.[0] ?? '', currency);
  return amount === null ? null : { amount, currency };
}

/**
 * A number as people of any country write it: 1,234.56, 1.234,56, 1 234,56, 1'234.50, 1,23,456.78, 12,–. Of two kinds of
 * marks the last is the decimal one. A single mark before exactly three digits parts thousands, unless a zero stands before
 * it or the currency has thousandths.
 */
export function amountIn(text: string, currency: string | null = null): number | null {
  const bare = text.replace(/[\s'’\u00a0\u202f\u2009]/g, '').replace(/[.,](?:-{1,2}|–|—)$/, '');
  if (!/^\d[\d.,]*$/.test(bare)) return null;
  const marks = bare.replace(/\d/g, '');
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const isDecimal = last >= 0 && isDecimalMark(bare, marks, last, currency);
  const whole = (isDecimal ? bare.slice(0, last) : bare).replace(/[.,]/g, '');
  const amount = Number(isDecimal ? `${whole}.${bare.slice(last + 1)}` : whole);
  return Number.isFinite(amount) && whole.length <= 15 ? amount : null;
}

function isDecimalMark(text: string, marks: string, at: number, currency: string | null): boolean {
  const decimals = text.length - at - 1;
  if (new Set(marks).size > 1) return marks.indexOf(text[at] ?? '') === marks.length - 1;
  if (marks.length > 1) return false;
  if (decimals !== 3) return decimals > 0;
  return text.startsWith('0') || (currency !== null && OF_A_THOUSAND.has(currency));
}

function codeOf(sign: string): string | null {
  return SIGNS.find(([known]) => known === sign)?.[1] ?? (CODES.includes(sign) ? sign : null);
}

/** A currency as a page names it, as its code. */
export function currencyOf(text: string | undefined): string | null {
  const word = (text ?? '').trim();
  return CODES.includes(word.toUpperCase()) ? word.toUpperCase() : codeOf(word);
}
