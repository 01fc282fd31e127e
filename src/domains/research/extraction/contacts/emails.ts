import type { CheerioAPI } from 'cheerio';
import { parse } from 'tldts';
import { isMailAddress } from '#kernel/address';
import { decoded, distinct } from '../words.js';

const MOST = 50;
const CANDIDATE =
  /(?<![\w.%+@/-])[a-z0-9](?:[\w.%+-]{0,62}[\w%+-])?@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?\.[a-z]{2,24}(?![\w@-])/gi;
/** Endings that stand for examples and tests (RFC 2606); they are public nowhere else. */
const RESERVED = /\.(?:test|example)$/i;
/** Addresses that programs make up: keys of error trackers and ids of messages. */
const MADE_UP = /^[0-9a-f]{24,}@/i;

/** Mail addresses of the page in lower case: of its mail links first, then those in its text. */
export function emailsOf($: CheerioAPI, text: string): string[] {
  const linked = $('a[href^="mailto:" i]')
    .get()
    .flatMap(({ attribs }) => addressees(attribs['href'] ?? ''));
  return distinct(
    [...linked, ...emailsIn(text)].map((address) => address.toLowerCase()),
    MOST,
  );
}

/** Mail addresses in a text. Their domain has to have an ending that exists: `logo@2x.png` is none. */
export function emailsIn(text: string): string[] {
  return [...text.matchAll(CANDIDATE)].map(([candidate]) => candidate).filter(isPlausible);
}

function addressees(href: string): string[] {
  return decoded(href.slice('mailto:'.length).split('?', 1)[0] ?? '')
    .split(/[,;]/)
    .map((address) => address.trim())
    .filter(isPlausible);
}

function isPlausible(address: string): boolean {
  if (!isMailAddress(address) || MADE_UP.test(address)) return false;
  const host = address.slice(address.indexOf('@') + 1);
  if (RESERVED.test(host)) return true;
  const { domain, isIcann } = parse(host);
  return domain !== null && isIcann === true;
}
