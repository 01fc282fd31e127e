import type { CheerioAPI } from 'cheerio';
import type { JsonLdNode } from '../json-ld.js';
import type { Product } from './product.js';
import { productInNode, productNode } from './product-json-ld.js';
import { productOnPage } from './product-markup.js';

/** JSON-LD wins; what it does not say is taken from the page itself. */
export function productOf($: CheerioAPI, nodes: readonly JsonLdNode[], base: string): Product {
  const onPage = productOnPage($, base);
  const node = productNode(nodes);
  if (!node) return onPage;
  const stated = productInNode(node, base);
  return {
    name: stated.name ?? onPage.name,
    description: stated.description ?? onPage.description,
    sku: stated.sku ?? onPage.sku,
    brand: stated.brand ?? onPage.brand,
    category: stated.category ?? onPage.category,
    images: stated.images.length > 0 ? stated.images : onPage.images,
    price: stated.price ?? onPage.price,
    currency: stated.price === null ? onPage.currency : stated.currency,
    availability: stated.availability ?? onPage.availability,
    rating: stated.rating ?? onPage.rating,
    review_count: stated.review_count ?? onPage.review_count,
    data_source: 'json_ld',
  };
}
