import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { plainlyValid } from './numbering.js';

const COUNTRIES = countriesByName();
const ENOUGH_DIGITS = /\d.*\d.*\d.*\d/;

/**
 * The number as E.164 writes it (`+4930123456`), for comparing; null when it is no number that could be in use. One
 * without its country's code is read as one of `country`, which is a code or an English name.
 */
export function normalisePhone(phone: string, country?: string | null): string | null {
  if (!ENOUGH_DIGITS.test(phone) || phone.length > 50) return null;
  const international = phone.trim().replace(/^00(?=[1-9])/, '+');
  const plain = plainlyValid(international);
  if (plain !== undefined) return plain;
  const home = country ? countryCode(country) : undefined;
  if (home === undefined && !international.includes('+')) return null;
  const number = parsePhoneNumberFromString(international, home);
  return number?.isValid() ? number.number : null;
}

/** The two letters of a country that is told by its code or its English name. */
export function countryCode(country: string): CountryCode | undefined {
  const word = country.trim();
  const code = word.toUpperCase();
  return isSupportedCountry(code) ? code : COUNTRIES.get(word.toLowerCase());
}

function countriesByName(): Map<string, CountryCode> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const found = codes.filter((code) => isSupportedCountry(code)) as CountryCode[];
  const known = found.map((code): [string, CountryCode] => [(names.of(code) ?? code).toLowerCase(), code]);
  return new Map([...known, ['uk', 'GB'], ['usa', 'US'], ['great britain', 'GB'], ['turkey', 'TR']]);
}
