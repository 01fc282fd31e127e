import type { CheerioAPI } from 'cheerio';
import type { Rating } from '../../tasks/product.answers.dto.js';
import { attributesOf, type Found } from '../elements.js';
import { isOfType, type JsonLdNode, numberOf } from '../json-ld.js';
import { line } from '../words.js';
import { textOf } from '../page-text.js';

const OUT_OF = /(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:\/|out of|von|sur|de|su|of)\s*(\d{1,3})\b/i;
const STARS = /(\d(?:[.,]\d{1,2})?)\s*(?:stars?|sterne?|étoiles?|estrellas?|stelle)\b/i;
const MARKED =
  '[itemprop="ratingValue"], [data-rating], [aria-label*="star" i], [aria-label*="rating" i], [class*="rating" i]';

/** Ratings that the page states: in JSON-LD, in microdata, and in the words of its stars. */
export function ratingsOf($: CheerioAPI, nodes: readonly JsonLdNode[], most: number): Rating[] {
  const stated = nodes.filter((node) => isOfType(node, 'AggregateRating', 'Rating')).map(ratingOfNode);
  const marked = $(MARKED)
    .get()
    .slice(0, 200)
    .map((element) => ratingOfElement($, element));
  const found = new Map<string, Rating>();
  for (const rating of [...stated, ...marked]) {
    if (!rating || found.size >= most) continue;
    const key = `${rating.value} ${rating.max ?? 5}`;
    if (!found.has(key)) found.set(key, rating);
  }
  return [...found.values()];
}

export function ratingOfNode(node: JsonLdNode): Rating | null {
  const value = numberOf(node['ratingValue']);
  if (value === null) return null;
  return {
    value,
    count: numberOf(node['ratingCount']) ?? numberOf(node['reviewCount']),
    max: numberOf(node['bestRating']),
  };
}

/** What an element says by its attributes, or in words such as "4.5 out of 5" and "4 stars". */
export function ratingOfElement($: CheerioAPI, element: Found): Rating | null {
  const { content, ...attributes } = attributesOf(element);
  const bare = numberOf(content ?? attributes['data-rating'] ?? '');
  if (bare !== null) return { value: bare, count: countBeside($, element), max: null };
  const words = line(`${attributes['aria-label'] ?? attributes['title'] ?? ''} ${textOf(element)}`, 200);
  const [, value, max] = OUT_OF.exec(words) ?? STARS.exec(words) ?? [];
  if (value !== undefined)
    return { value: Number(value.replace(',', '.')), count: null, max: max === undefined ? 5 : Number(max) };
  const alone = attributes['itemprop'] === 'ratingValue' ? numberOf(words) : null;
  return alone === null ? null : { value: alone, count: countBeside($, element), max: null };
}

/** In microdata the count stands in the same item. */
function countBeside($: CheerioAPI, element: Found): number | null {
  const beside = $(element)
    .closest('[itemscope]')
    .find('[itemprop="ratingCount"], [itemprop="reviewCount"]')
    .first();
  return numberOf(beside.attr('content') ?? beside.text());
}
