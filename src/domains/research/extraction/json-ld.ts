import type { CheerioAPI } from 'cheerio';

const MOST_TEXT = 512 * 1024;
const MOST_BLOCKS = 50;
const MOST_NODES = 5_000;
const DEEPEST = 12;

export type JsonLdNode = Record<string, unknown>;

/** The JSON-LD of the page as it stands there, lists in pieces; what is no JSON is left out. */
export function jsonLdOf($: CheerioAPI): JsonLdNode[] {
  const blocks: JsonLdNode[] = [];
  let left = MOST_TEXT;
  for (const element of $('script[type*="ld+json" i]').get()) {
    const text = $(element).text();
    left -= text.length;
    if (left < 0 || blocks.length >= MOST_BLOCKS) break;
    const block = parsed(text);
    blocks.push(...[block].flat().filter(isNode));
  }
  return blocks;
}

/** Every object in the blocks, however deep it is nested, outer ones first. */
export function nodesOf(blocks: readonly unknown[]): JsonLdNode[] {
  const nodes: JsonLdNode[] = [];
  let layer: unknown[] = [...blocks];
  for (let depth = 0; depth < DEEPEST && layer.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of layer) {
      if (nodes.length >= MOST_NODES) return nodes;
      if (Array.isArray(value)) next.push(...value.slice(0, MOST_NODES));
      else if (isNode(value)) {
        nodes.push(value);
        for (const inner of Object.values(value))
          if (typeof inner === 'object' && inner !== null) next.push(inner);
      }
    }
    layer = next.slice(0, MOST_NODES);
  }
  return nodes;
}

/** Whether the node is of one of these types of schema.org, written as a word or as an address. */
export function isOfType(node: JsonLdNode, ...types: string[]): boolean {
  return [node['@type']].flat().some((type) => {
    return typeof type === 'string' && types.includes(type.replace(/^.*[/#:]/, ''));
  });
}

export const isNode = (value: unknown): value is JsonLdNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first text in the value: itself, its name, its `@value` or its `@id`. */
export function wordOf(value: unknown): string | null {
  const [first] = [value].flat();
  if (typeof first === 'string') return first.trim() || null;
  if (typeof first === 'number') return String(first);
  if (!isNode(first)) return null;
  for (const key of ['name', '@value', 'url', '@id'])
    if (typeof first[key] === 'string' && first[key].trim() !== '') return first[key].trim();
  return null;
}

export function numberOf(value: unknown): number | null {
  const word = wordOf(value)?.replace(',', '.') ?? '';
  const number = /^\s*-?\d+(?:\.\d+)?\s*%?\s*$/.test(word) ? Number.parseFloat(word) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function parsed(text: string): unknown {
  const bare = text
    .trim()
    .replace(/^(?:<!--|\/\*<!\[CDATA\[\*\/|<!\[CDATA\[)|(?:-->|\/\*\]\]>\*\/|\]\]>)$/g, '');
  try {
    return JSON.parse(bare);
  } catch {
    return undefined;
  }
}
