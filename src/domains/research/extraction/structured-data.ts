import type { CheerioAPI } from 'cheerio';
import type { FoundPrice, StructuredContent } from '../tasks/structured.answers.dto.js';
import { addressesOf } from './contacts/addresses.js';
import { businessHoursOf } from './contacts/business-hours.js';
import { emailsOf } from './contacts/emails.js';
import { isOfType, jsonLdOf, type JsonLdNode, nodesOf } from './json-ld.js';
import { visibleText } from './page-text.js';
import { phonesOf } from './contacts/phones.js';
import { first, PRICE } from './products/product-markup.js';
import { pricesIn } from './products/prices.js';
import { priceOfOffer } from './products/product-json-ld.js';
import { ratingsOf } from './products/ratings.js';
import { socialLinksOf } from './contacts/social-links.js';

const MOST_PRICES = 20;
const MOST_RATINGS = 10;
const MOST_ADDRESSES = 5;

/** What of a page is wanted; everything that is not said to be unwanted. */
export interface StructuredParts {
  prices: boolean;
  ratings: boolean;
  contacts: boolean;
  addresses: boolean;
  jsonLd: boolean;
}

export function structuredData($: CheerioAPI, base: string, wanted: StructuredParts): StructuredContent {
  const blocks = jsonLdOf($);
  const nodes = nodesOf(blocks);
  const text = visibleText($);
  return {
    json_ld: wanted.jsonLd ? blocks : [],
    prices: wanted.prices ? foundPrices($, nodes, text) : [],
    ratings: wanted.ratings ? ratingsOf($, nodes, MOST_RATINGS) : [],
    contacts: wanted.contacts
      ? { emails: emailsOf($, text), phones: phonesOf($, text) }
      : { emails: [], phones: [] },
    addresses: wanted.addresses ? addressesOf($, nodes, MOST_ADDRESSES) : [],
    social_links: socialLinksOf($, nodes, base),
    business_hours: businessHoursOf(nodes),
  };
}

/** Offers in JSON-LD, then the usual places of a price, then the text; each amount once. */
function foundPrices($: CheerioAPI, nodes: readonly JsonLdNode[], text: string): FoundPrice[] {
  const stated = nodes
    .filter((node) => isOfType(node, 'Offer', 'AggregateOffer'))
    .flatMap((node) => {
      const price = priceOfOffer(node);
      if (!price) return [];
      const words = `${price.amount}${price.currency === null ? '' : ` ${price.currency}`}`;
      return [{ ...price, text: words, source: 'json_ld' as const }];
    });
  const marked = pricesIn(first($, ['[itemprop="price"]', ...PRICE], /\d/), MOST_PRICES);
  const written = pricesIn(text, MOST_PRICES * 2);
  const found = new Map<string, FoundPrice>();
  const put = (
    price: { amount: number; currency: string | null; text: string },
    source: FoundPrice['source'],
  ) => {
    const key = `${price.amount} ${price.currency ?? ''}`;
    if (found.size < MOST_PRICES && !found.has(key))
      found.set(key, {
        price: price.amount,
        currency: price.currency,
        text: price.text.slice(0, 100),
        source,
      });
  };
  for (const price of stated) put(price, 'json_ld');
  for (const price of marked) put(price, 'selector');
  for (const price of written) put(price, 'text');
  return [...found.values()];
}
