import { escaped } from '#kernel/escaped';
import { Parser } from 'htmlparser2';
import { safeStyle } from './safe-style.js';

/** Elements that stay, with the attributes that they may carry beside `EVERYWHERE`. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  abbr: [],
  article: [],
  b: [],
  blockquote: [],
  br: [],
  caption: [],
  cite: [],
  code: [],
  col: ['span', 'width'],
  colgroup: ['span', 'width'],
  dd: [],
  del: [],
  div: ['align'],
  dl: [],
  dt: [],
  em: [],
  figcaption: [],
  figure: [],
  footer: [],
  h1: ['align'],
  h2: ['align'],
  h3: ['align'],
  h4: ['align'],
  h5: ['align'],
  h6: ['align'],
  header: [],
  hr: [],
  i: [],
  img: ['src', 'alt', 'width', 'height'],
  ins: [],
  kbd: [],
  li: [],
  main: [],
  mark: [],
  ol: ['start', 'type'],
  p: ['align'],
  pre: [],
  q: [],
  s: [],
  section: [],
  small: [],
  span: [],
  strong: [],
  sub: [],
  sup: [],
  table: ['align', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'role', 'width'],
  tbody: [],
  td: ['align', 'bgcolor', 'colspan', 'height', 'rowspan', 'valign', 'width'],
  tfoot: [],
  th: ['align', 'bgcolor', 'colspan', 'height', 'rowspan', 'scope', 'valign', 'width'],
  thead: [],
  tr: ['align', 'bgcolor', 'valign'],
  u: [],
  ul: [],
};
const EVERYWHERE = ['dir', 'lang', 'style', 'title'];
const VOID = new Set(['br', 'col', 'hr', 'img']);

/** Elements that go with all they hold: it is no text for readers. Of any other that is not kept, the text stays. */
const GONE = new Set(
  (
    'script style noscript template iframe frame frameset object embed applet svg math head title textarea select option ' +
    'button input xmp plaintext noembed noframes audio video canvas map portal'
  ).split(' '),
);

const LINK_SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];
const IMAGE_SCHEMES = ['http:', 'https:'];

/**
 * HTML that can be shown on any page: only the elements and attributes of the lists above, no scripts, forms, frames or
 * foreign markup, links to http(s), mail and telephone only, inline styles of colour, type and spacing only. What comes
 * out is written anew from what was read, so nothing in it can mean something else to a browser.
 */
export function safeHtml(html: string): string {
  let safe = '';
  let gone = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (GONE.has(name)) gone++;
        const allowed = ownEntry(KEPT, name);
        if (gone === 0 && allowed) safe += `<${name}${attributesOf(name, allowed, attributes)}>`;
      },
      ontext(text) {
        if (gone === 0) safe += escaped(text);
      },
      onclosetag(name) {
        if (gone === 0 && ownEntry(KEPT, name) && !VOID.has(name)) safe += `</${name}>`;
        if (GONE.has(name)) gone--;
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true, recognizeSelfClosing: false },
  );
  parser.end(html.toWellFormed().replaceAll('\0', ''));
  return safe.trim();
}

function attributesOf(element: string, allowed: readonly string[], given: Record<string, string>): string {
  return Object.entries(given)
    .filter(([name]) => allowed.includes(name) || EVERYWHERE.includes(name))
    .map(([name, value]) => [name, safeValue(element, name, value)] as const)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(value)}"`))
    .join('');
}

function safeValue(element: string, name: string, value: string): string | undefined {
  if (name === 'style') return safeStyle(value) || undefined;
  if (name === 'href') return safeAddress(value, LINK_SCHEMES);
  if (name === 'src') return element === 'img' ? safeAddress(value, IMAGE_SCHEMES) : undefined;
  return value;
}

/** Browsers pass over blanks and control characters in an address, so these are gone before its scheme is looked at. */
function safeAddress(value: string, schemes: readonly string[]): string | undefined {
  const address = value.trim();
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(address.replace(/[\s\p{Cc}\p{Cf}]+/gu, ''));
  return scheme === null || schemes.includes(scheme[0].toLowerCase()) ? address : undefined;
}

function ownEntry<Value>(entries: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
