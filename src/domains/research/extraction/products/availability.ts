import type { Availability } from '../../tasks/product.answers.dto.js';

const OF_SCHEMA: Readonly<Record<string, Availability>> = {
  instock: 'in_stock',
  instoreonly: 'in_stock',
  onlineonly: 'in_stock',
  limitedavailability: 'in_stock',
  madetoorder: 'in_stock',
  outofstock: 'out_of_stock',
  soldout: 'out_of_stock',
  preorder: 'pre_order',
  presale: 'pre_order',
  backorder: 'back_order',
  reserved: 'out_of_stock',
  discontinued: 'discontinued',
};

/** What says no stands first: "not in stock" says both. */
const IN_WORDS: readonly (readonly [RegExp, Availability])[] = [
  [
    /out of stock|sold out|not (?:in stock|available)|unavailable|ausverkauft|nicht (?:auf lager|verfügbar|lieferbar)|épuisé|rupture|agotado|esaurito/i,
    'out_of_stock',
  ],
  [/discontinued|no longer available/i, 'discontinued'],
  [/pre-?order|vorbestell/i, 'pre_order'],
  [/back-?order/i, 'back_order'],
  [/in stock|available|auf lager|lieferbar|verfügbar|en stock|disponible|disponibile/i, 'in_stock'],
];

/** `https://schema.org/InStock`, `InStock`, `in stock` or a sentence of the page. */
export function availabilityOf(text: string | null | undefined): Availability | null {
  const words = (text ?? '').trim();
  const term = words
    .replace(/^.*[/#]/, '')
    .replace(/[\s_-]/g, '')
    .toLowerCase();
  return OF_SCHEMA[term] ?? IN_WORDS.find(([pattern]) => pattern.test(words.slice(0, 200)))?.[1] ?? null;
}
