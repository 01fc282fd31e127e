/** Where and in which words amounts are written. */
export interface MoneyStyle {
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47. */
  readonly locale: string;
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const DIGITS = new Map<string, number>();

/** Whether it is a currency of ISO 4217 that money is paid in; in capitals. */
export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && CURRENCIES.has(code);
}

/** Whether amounts can be written the way of this language: `de`, `en-GB`. Extensions such as `-u-nu-arab` are refused. */
export function isLocale(tag: unknown): tag is string {
  if (typeof tag !== 'string' || tag.length > 35) return false;
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length === 1 && !/-[a-z]-/i.test(tag);
  } catch {
    return false;
  }
}

/** Decimals of the currency's smallest unit, as the locale data of the runtime has them: USD 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
  const known = DIGITS.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  DIGITS.set(currency, digits);
  return digits;
}

/** An amount in minor units as a number of major ones: 1234 cents are 12.34. */
export function toMajor(minor: number, currency: string): number {
  return Number(decimal(minor, minorDigits(currency)));
}

/** An amount in major units as whole minor ones; undefined when it has more decimals than the currency. */
export function toMinor(major: number, currency: string): number | undefined {
  const minor = nearestMinor(major, currency);
  return toMajor(minor, currency) === major ? minor : undefined;
}

/** An amount in major units as the nearest whole minor ones. */
export function nearestMinor(major: number, currency: string): number {
  return Math.round(major * 10 ** minorDigits(currency));
}

/** Writes amounts in minor units as people of that language do, always in the digits 0 to 9. Making one is slow, using it is not. */
export function moneyWriter(
  { currency, locale }: MoneyStyle,
  display: 'symbol' | 'code' = 'symbol',
): (minor: number) => string {
  const style = { style: 'currency', currency, currencyDisplay: display, numberingSystem: 'latn' } as const;
  const format = new Intl.NumberFormat(locale, style);
  const digits = minorDigits(currency);
  return (minor) => format.format(decimal(minor, digits));
}

function decimal(minor: number, digits: number): `${number}` {
  const sign = minor < 0 ? '-' : '';
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${sign}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}` as `${number}`;
}
