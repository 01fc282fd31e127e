import type { CheerioAPI } from 'cheerio';
import type { ProductCard } from '../../tasks/product.answers.dto.js';
import type { Found } from '../elements.js';
import { absolute, imageUrl } from '../links.js';
import { textOf } from '../page-text.js';
import { type Price, priceIn } from './prices.js';
import { ratingOfElement } from './ratings.js';
import { line } from '../words.js';

type Card = ReturnType<CheerioAPI>;

const MOST_CANDIDATES = 1_000;
const NEXT = 'link[rel~="next"], a[rel~="next"]';
const NAME =
  '[itemprop="name"], h1, h2, h3, h4, .product-title, .product-name, .title, .name, [class*="title" i], [class*="name" i]';
const PRICE = '[itemprop="price"], .price, [data-price], [class*="price" i]';
const RATING = '[itemprop="ratingValue"], [data-rating], [aria-label*="star" i], [class*="rating" i]';

/** The products whose elements the selector finds, in the order of the page; what lies inside another one is part of it. */
export function productCards(
  $: CheerioAPI,
  selector: string,
  { base, most }: { base: string; most: number },
): ProductCard[] {
  const all = $.root().find(selector).get();
  const found = new Set<unknown>(all);
  const cards: ProductCard[] = [];
  for (const element of all.slice(0, MOST_CANDIDATES)) {
    if (cards.length >= most) break;
    if (hasAncestorIn(found, element)) continue;
    const card = cardOf($, $(element), base);
    if (card.name !== null || card.price !== null) cards.push(card);
  }
  return cards;
}

/** Where the list goes on. */
export function nextPage($: CheerioAPI, selector: string | null, base: string): string | null {
  const element = $.root()
    .find(selector ?? NEXT)
    .first();
  return absolute(element.attr('href') ?? element.find('a[href]').first().attr('href'), base);
}

function cardOf($: CheerioAPI, card: Card, base: string): ProductCard {
  const link = card.is('a[href]') ? card : card.find('a[href]').first();
  const image = card.find('img').first();
  const priceText = priceTextOf(card);
  const price: Price | null = priceText === null ? null : priceIn(priceText);
  const [rating] = card.find(RATING).get();
  return {
    name: nameOf(card, link, image),
    url: absolute(link.attr('href'), base),
    price_text: priceText,
    price: price?.amount ?? null,
    currency: price?.currency ?? null,
    image: image.length > 0 ? imageUrl(image.attr() ?? {}, base) : null,
    rating: rating ? ratingOfElement($, rating) : null,
  };
}

function nameOf(card: Card, link: Card, image: Card): string | null {
  const named = card.find(NAME).first();
  const words = named.attr('content') ?? textOf(named.get(0));
  return line(words || link.attr('title') || textOf(link.get(0)) || image.attr('alt'), 300) || null;
}

function priceTextOf(card: Card): string | null {
  for (const element of card.find(PRICE).get().slice(0, 10)) {
    const text = line(textOf(element) || (element.attribs['content'] ?? element.attribs['data-price']), 100);
    if (/\d/.test(text)) return text;
  }
  return null;
}

function hasAncestorIn(found: ReadonlySet<unknown>, element: Found): boolean {
  for (let above = element.parent; above; above = above.parent) if (found.has(above)) return true;
  return false;
}
