import { distinct, line } from '../words.js';
import { isNode, isOfType, type JsonLdNode, numberOf, wordOf } from '../json-ld.js';
import { absolute } from '../links.js';
import { availabilityOf } from './availability.js';
import { type Price, priceIn } from './prices.js';
import { MOST_IMAGES, type Product } from './product.js';
import { ratingOfNode } from './ratings.js';

/** The product that is offered, where a page describes several; else the first. */
export function productNode(nodes: readonly JsonLdNode[]): JsonLdNode | undefined {
  const products = nodes.filter((node) =>
    isOfType(node, 'Product', 'ProductGroup', 'IndividualProduct', 'Book', 'Vehicle'),
  );
  return products.find((node) => node['offers'] !== undefined) ?? products[0];
}

export function productInNode(node: JsonLdNode, base: string): Product {
  const offer = offerOf(node['offers']);
  const price = priceOfOffer(offer);
  const rating = isNode(node['aggregateRating']) ? ratingOfNode(node['aggregateRating']) : null;
  return {
    name: textIn(node['name'], 300),
    description: textIn(node['description'], 1_000),
    sku: textIn(node['sku'] ?? node['mpn'] ?? node['gtin13'] ?? node['gtin'], 100),
    brand: textIn(node['brand'] ?? node['manufacturer'], 200),
    category: textIn(node['category'], 200),
    images: imagesIn(node['image'], base),
    price: price?.amount ?? null,
    currency: price?.currency ?? null,
    availability: availabilityOf(wordOf(offer['availability'])),
    rating,
    review_count: isNode(node['aggregateRating']) ? numberOf(node['aggregateRating']['reviewCount']) : null,
    data_source: 'json_ld',
  };
}

/** Of several offers the first that names a price. */
function offerOf(offers: unknown): JsonLdNode {
  const nodes = [offers].flat().filter(isNode);
  return nodes.find((offer) => priceOfOffer(offer) !== null) ?? nodes[0] ?? {};
}

/** A price of its own, one of its specification, or the lowest of many offers. */
export function priceOfOffer(offer: JsonLdNode): Price | null {
  const [specification = {}] = [offer['priceSpecification']].flat().filter(isNode);
  const word = wordOf(offer['price'] ?? offer['lowPrice'] ?? specification['price']);
  if (word === null) return null;
  const currency = wordOf(offer['priceCurrency'] ?? specification['priceCurrency'])
    ?.slice(0, 3)
    .toUpperCase();
  // The standard asks for a point; people write what they write.
  const exact = /^\d{1,15}(?:\.\d{1,6})?$/.test(word)
    ? { amount: Number(word), currency: null }
    : priceIn(word);
  return exact && { amount: exact.amount, currency: currency ?? exact.currency };
}

function imagesIn(value: unknown, base: string): string[] {
  const urls = [value].flat().map((image) => {
    const word = isNode(image) ? wordOf(image['url'] ?? image['contentUrl'] ?? image['@id']) : wordOf(image);
    return absolute(word ?? undefined, base) ?? '';
  });
  return distinct(urls, MOST_IMAGES);
}

const textIn = (value: unknown, longest: number): string | null => line(wordOf(value) ?? '', longest) || null;
