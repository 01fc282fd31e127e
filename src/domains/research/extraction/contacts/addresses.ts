import type { CheerioAPI } from 'cheerio';
import { isOfType, type JsonLdNode, wordOf } from '../json-ld.js';
import { textOf } from '../page-text.js';
import { distinct, line } from '../words.js';

const SHORTEST = 11;
const LONGEST = 300;
const PARTS = [
  'streetAddress',
  'postOfficeBoxNumber',
  'postalCode',
  'addressLocality',
  'addressRegion',
  'addressCountry',
];
const MARKED = 'address, [itemprop="address"], [itemtype*="schema.org/PostalAddress"]';

/** Postal addresses in one line each: of JSON-LD first, then what the page marks as one. */
export function addressesOf($: CheerioAPI, nodes: readonly JsonLdNode[], most: number): string[] {
  const stated = nodes.flatMap((node) => {
    if (isOfType(node, 'PostalAddress')) return [inOneLine(node)];
    return typeof node['address'] === 'string' ? [line(node['address'], LONGEST)] : [];
  });
  const marked = $(MARKED)
    .get()
    .slice(0, 50)
    .map((element) => textOf(element))
    .filter((text) => text.length <= LONGEST);
  return distinct(
    [...stated, ...marked].filter((text) => text.length >= SHORTEST),
    most,
  );
}

function inOneLine(node: JsonLdNode): string {
  const words = PARTS.map((part) => wordOf(node[part]));
  return line(words.filter((word) => word !== null).join(', '), LONGEST);
}
