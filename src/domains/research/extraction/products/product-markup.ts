import type { CheerioAPI } from 'cheerio';
import { availabilityOf } from './availability.js';
import { numberOf } from '../json-ld.js';
import { attributesOf } from '../elements.js';
import { absolute, imageUrl } from '../links.js';
import { textOf } from '../page-text.js';
import { currencyOf, type Price, priceIn } from './prices.js';
import { MOST_IMAGES, type Product } from './product.js';
import { ratingOfElement } from './ratings.js';
import { distinct, line } from '../words.js';

const NAME = ['[itemprop="name"]', 'h1', 'meta[property="og:title"]', '.product-title', '.product-name'];
const DESCRIPTION = [
  '[itemprop="description"]',
  'meta[property="og:description"]',
  'meta[name="description"]',
  '.product-description',
];
const SKU = ['[itemprop="sku"]', '[itemprop="mpn"]', '[data-sku]', '.sku'];
const BRAND = [
  '[itemprop="brand"] [itemprop="name"]',
  '[itemprop="brand"]',
  'meta[property="product:brand"]',
  '.brand',
];
const CATEGORY = ['[itemprop="category"]', 'meta[property="product:category"]'];
const AMOUNT = [
  '[itemprop="price"]',
  'meta[property="product:price:amount"]',
  'meta[property="og:price:amount"]',
  '[data-price]',
];
const CURRENCY = [
  '[itemprop="priceCurrency"]',
  'meta[property="product:price:currency"]',
  'meta[property="og:price:currency"]',
];
export const PRICE = [
  '.price',
  '.product-price',
  '.current-price',
  '.sale-price',
  '[class*="price" i]',
  '[id*="price" i]',
];
const AVAILABILITY = [
  '[itemprop="availability"]',
  'meta[property="product:availability"]',
  '.availability',
  '.stock',
  '[class*="availability" i]',
  '[class*="stock" i]',
];
const RATING = ['[itemprop="ratingValue"]', '[data-rating]', '[aria-label*="star" i]', '[class*="rating" i]'];
const REVIEWS = ['[itemprop="reviewCount"]', '[itemprop="ratingCount"]', '[class*="review-count" i]'];
const IMAGES = '[itemprop="image"], .product img, [class*="product" i] img, main img';

/** The product as shops mark it for search engines and networks, else as they usually lay it out. */
export function productOnPage($: CheerioAPI, base: string): Product {
  const word = (places: string[], longest: number) => line(first($, places), longest) || null;
  const price = priceOnPage($);
  const rating = RATING.map((place) => $(place).get(0)).find((element) => element !== undefined);
  return {
    name: word(NAME, 300),
    description: word(DESCRIPTION, 1_000),
    sku: word(SKU, 100),
    brand: word(BRAND, 200),
    category: word(CATEGORY, 200),
    images: imagesOnPage($, base),
    price: price?.amount ?? null,
    currency: price?.currency ?? null,
    availability: availabilityOf(first($, AVAILABILITY)),
    rating: rating ? ratingOfElement($, rating) : null,
    review_count: numberOf(/\d+/.exec(first($, REVIEWS).replace(/(?<=\d)[.,](?=\d{3})/g, ''))?.[0] ?? ''),
    data_source: 'html',
  };
}

function priceOnPage($: CheerioAPI): Price | null {
  const currency = currencyOf(first($, CURRENCY));
  const marked = first($, AMOUNT);
  return priceIn(marked === '' ? first($, PRICE, /\d/) : marked, currency);
}

/** What the first of these places that holds anything says: its value for machines, else its text. */
export function first($: CheerioAPI, places: readonly string[], pattern = /\S/): string {
  for (const place of places)
    for (const element of $(place).get().slice(0, 20)) {
      const attributes = attributesOf(element);
      const { content, href } = attributes;
      const data = place.startsWith('[data-') ? attributes[place.slice(1, -1)] : undefined;
      const text = content ?? data ?? (textOf(element) || (href ?? ''));
      if (pattern.test(text)) return text;
    }
  return '';
}

function imagesOnPage($: CheerioAPI, base: string): string[] {
  const shared = $('meta[property="og:image"]')
    .get()
    .map(({ attribs }) => absolute(attribs['content'], base) ?? '');
  const shown = $(IMAGES)
    .get()
    .slice(0, 50)
    .map(
      ({ attribs }) => imageUrl(attribs, base) ?? absolute(attribs['content'] ?? attribs['href'], base) ?? '',
    );
  return distinct([...shared, ...shown], MOST_IMAGES);
}
