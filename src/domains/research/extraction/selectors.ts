import type { CheerioAPI } from 'cheerio';
import { attributesOf } from './elements.js';
import { textOf } from './page-text.js';
import { line } from './words.js';

const MOST = 50;

/** What a user's own selectors find: by name, the text of each element, or what it holds instead (`content`, `href`, `src`). */
export function customData(
  $: CheerioAPI,
  selectors: Readonly<Record<string, string>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(selectors).map(([name, selector]) => [
      name,
      $.root()
        .find(selector)
        .get()
        .slice(0, MOST)
        .map((element) => {
          const { content, href, src } = attributesOf(element);
          return line(textOf(element) || content || href || src, 1_000);
        }),
    ]),
  );
}
