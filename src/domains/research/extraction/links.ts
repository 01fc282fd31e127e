import type { CheerioAPI } from 'cheerio';
import type { Image, Link } from '../tasks/page.answers.dto.js';
import { textOf } from './page-text.js';
import { line } from './words.js';

const MOST_LINKS = 1_000;
const MOST_IMAGES_LISTED = 500;
const LONGEST_URL = 2_048;

/** What relative addresses on the page are relative to. */
export function baseOf($: CheerioAPI, url: string): string {
  return absolute($('base[href]').first().attr('href'), url) ?? url;
}

/** An http or https address without its fragment; nothing else is one. */
export function absolute(href: string | undefined, base: string): string | null {
  const text = href?.trim() ?? '';
  if (text === '' || text.length > LONGEST_URL || !URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  url.hash = '';
  return /^https?:$/.test(url.protocol) && url.href.length <= LONGEST_URL ? url.href : null;
}

/** Each address once, with the first text it is linked by; `count` is how many there are, also where that is more than are listed. */
export function linksOf($: CheerioAPI, base: string): { items: Link[]; count: number } {
  const found = new Map<string, Link>();
  for (const element of $('a[href], area[href]').get()) {
    const url = absolute(element.attribs['href'], base);
    if (url === null) continue;
    const known = found.get(url);
    if (!known) found.set(url, { url, text: line(textOf(element), 200) });
    else if (known.text === '') known.text = line(textOf(element), 200);
  }
  return { items: [...found.values()].slice(0, MOST_LINKS), count: found.size };
}

export function imagesOf($: CheerioAPI, base: string): { items: Image[]; count: number } {
  const found = new Map<string, Image>();
  for (const element of $('img').get()) {
    const url = imageUrl(element.attribs, base);
    if (url !== null && !found.has(url)) found.set(url, { url, alt: line(element.attribs['alt'], 300) });
  }
  return { items: [...found.values()].slice(0, MOST_IMAGES_LISTED), count: found.size };
}

/** Images that load late keep their address in another attribute. */
export function imageUrl(attributes: Readonly<Record<string, string>>, base: string): string | null {
  const { src, srcset } = attributes;
  const late = attributes['data-src'] ?? attributes['data-lazy-src'];
  return absolute(late, base) ?? absolute(src, base) ?? absolute(srcset?.trim().split(/[\s,]/, 1)[0], base);
}
