import type { CheerioAPI } from 'cheerio';
import type { DomHandler } from 'htmlparser2';

type Node = DomHandler['root']['childNodes'][number];

const MOST_NODES_OF_AN_ELEMENT = 1_000;
const PLACES = ['main, [role="main"]', 'article', 'body'];
const LEFT_OUT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'nav',
  'footer',
  'header',
]);
const NEVER_SHOWN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe', 'head']);
const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i kbd label mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
);

/** What the page is about in one line: its main part, else its first article, else all of it, without menus and scripts. */
export function mainText($: CheerioAPI): string {
  for (const place of PLACES) {
    const text = textIn($(place).first().get(0), LEFT_OUT);
    if (text !== '') return text;
  }
  return textIn($.root().get(0), LEFT_OUT);
}

/** Everything a reader can see, menus and footer included: that is where addresses and telephone numbers stand. */
export function visibleText($: CheerioAPI): string {
  return textIn($.root().get(0), NEVER_SHOWN);
}

/** The text of an element in one line; words of two blocks stay apart. Of a large element only the beginning is looked at. */
export function textOf(element: unknown): string {
  return textIn(element, NEVER_SHOWN, MOST_NODES_OF_AN_ELEMENT);
}

function textIn(element: unknown, leftOut: ReadonlySet<string>, most = Infinity): string {
  if (!element) return '';
  const collected: Collected = { pieces: [], left: most };
  collect(element as Node, leftOut, collected);
  return collected.pieces.join('').replace(/\s+/g, ' ').trim();
}

interface Collected {
  readonly pieces: string[];
  /** How many nodes may still be looked at. */
  left: number;
}

/** Trees are at most 256 deep. */
function collect(node: Node, leftOut: ReadonlySet<string>, collected: Collected): void {
  collected.left -= 1;
  if (node.type === 'text') collected.pieces.push(node.data);
  if (!('children' in node)) return;
  const name = 'name' in node ? node.name : '';
  if (leftOut.has(name)) return;
  const apart = INLINE.has(name) ? '' : ' ';
  collected.pieces.push(apart);
  for (const child of node.children) {
    if (collected.left <= 0) return;
    collect(child, leftOut, collected);
  }
  collected.pieces.push(apart);
}
