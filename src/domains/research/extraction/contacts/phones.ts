import type { CheerioAPI } from 'cheerio';
import { decoded, line } from '../words.js';

const MOST = 50;
const CANDIDATE = /(?<![\w.,:/=#&%+-])[+(]?\d[\d\s()./–-]{5,22}\d(?![\w:/=%]|[.,-]\d)/g;
const DATE = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?:\D|$)/;
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** The way numbers are written in North America, with separators. */
const AMERICAN = /^(?:1[\s.-])?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[\s.-])[2-9]\d{2}[\s.-]\d{4}$/;
const LABEL =
  /(?:\b(?:tel(?:e[fp]h?on)?|phone|call(?: us)?|fax|telefax|mobile?|handy|ph|whatsapp|hotline|tél|teléfono|telefono)|[☎☏📞📱])[\s.:()a-z]{0,12}$/iu;

/** Telephone numbers as they are written: of the page's telephone links first, then those in its text. */
export function phonesOf($: CheerioAPI, text: string): string[] {
  const linked = $('a[href^="tel:" i]')
    .get()
    .map(({ attribs }) => decoded((attribs['href'] ?? '').slice('tel:'.length)).trim())
    .filter((number) => /^\+?[\d\s()./-]{5,25}$/.test(number) && isLength(digitsOf(number), 5, 15));
  const found = new Map<string, string>();
  for (const number of [...linked, ...phonesIn(text)]) {
    const key = digitsOf(number).replace(/^00/, '');
    if (!found.has(key) && found.size < MOST) found.set(key, line(number, 40));
  }
  return [...found.values()];
}

/**
 * Telephone numbers in a text: international ones (+ and 8 to 15 digits, ITU-T E.164), American ones with separators, and
 * whatever stands behind a word such as "Tel." Other digits are dates, prices and article numbers more often than not.
 */
export function phonesIn(text: string): string[] {
  return [...text.matchAll(CANDIDATE)]
    .filter(({ 0: candidate, index }) =>
      isPhone(candidate.trim(), text.slice(Math.max(0, index - 30), index)),
    )
    .map(([candidate]) => candidate.replace(/[\s(./–-]+$/, '').trim());
}

function isPhone(candidate: string, before: string): boolean {
  const digits = digitsOf(candidate);
  if (DATE.test(candidate) || IP_ADDRESS.test(candidate) || /^(\d)\1+$/.test(digits)) return false;
  if (isUnbalanced(candidate)) return false;
  if (candidate.startsWith('+')) return isLength(digits, 8, 15) && digits[0] !== '0';
  if (AMERICAN.test(candidate)) return true;
  return LABEL.test(before) && isLength(digits, 7, 15);
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const isLength = (text: string, least: number, most: number): boolean =>
  text.length >= least && text.length <= most;
const isUnbalanced = (text: string): boolean => text.split('(').length !== text.split(')').length;
