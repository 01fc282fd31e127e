import type { CheerioAPI } from 'cheerio';
import type { Headings } from '../tasks/page.answers.dto.js';
import { distinct, line } from './words.js';
import { textOf } from './page-text.js';

const LONGEST = 1_000;
const MOST = 60;
const NAMED = new Set(['description', 'keywords', 'author', 'robots']);
const OF_NETWORKS = /^(?:og|twitter):[a-z:_-]{1,60}$/;

/** What the page says of itself: title, description, robots, canonical address, language, and og_* and twitter_* of networks. */
export function pageMeta($: CheerioAPI): Record<string, string> {
  const meta = new Map<string, string>();
  const put = (key: string, value: string | undefined) => {
    const text = line(value, LONGEST);
    if (text !== '' && !meta.has(key) && meta.size < MOST) meta.set(key, text);
  };
  put('title', pageTitle($) ?? undefined);
  for (const element of $('meta[content]').get()) {
    const { name, property, content } = element.attribs;
    const key = (property ?? name ?? '').toLowerCase().trim();
    if (NAMED.has(key)) put(key, content);
    else if (OF_NETWORKS.test(key)) put(key.replaceAll(':', '_'), content);
  }
  put('canonical', $('link[rel="canonical"]').attr('href'));
  put('language', $('html').attr('lang'));
  return Object.fromEntries(meta);
}

export function pageTitle($: CheerioAPI): string | null {
  const title =
    line($('title').first().text(), 300) || line($('meta[property="og:title"]').attr('content'), 300);
  return title || null;
}

export function headings($: CheerioAPI): Headings {
  const of = (name: string) =>
    distinct(
      $(name)
        .get()
        .slice(0, 500)
        .map((element) => textOf(element).slice(0, 300)),
      100,
    );
  return { h1: of('h1'), h2: of('h2'), h3: of('h3') };
}
