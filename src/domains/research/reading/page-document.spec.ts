import { pageDocument } from './page-document.js';
import { readPage } from './read-page.js';
import type { ReadingWish } from './reading.js';

const MiB = 1024 * 1024;
const WISHES = {
  webpage: { kind: 'webpage', links: true, images: true, selectors: { a: 'div > div', b: 'i' } },
  facts: {
    kind: 'structured_data',
    parts: { prices: true, ratings: true, contacts: true, addresses: true, jsonLd: true },
  },
  product: { kind: 'product', selectors: {} },
  list: { kind: 'product_listing', product: '.product, i', pagination: null, most: 100 },
} as const satisfies Record<string, ReadingWish>;

const products = () =>
  JSON.stringify(
    Array.from({ length: 10_000 }, (_, at) => ({ '@type': 'Product', name: `p${at}`, offers: {} })),
  );
const script = (text: string) => `<script type="application/ld+json">${text}</script>`;

const PAGES: Record<string, [text: () => string, ...wishes: (keyof typeof WISHES)[]]> = {
  'a million open elements': [() => '<div>'.repeat(1_000_000), 'webpage'],
  'a hundred thousand nested elements': [
    () => `${'<div>'.repeat(100_000)}x${'</div>'.repeat(100_000)}`,
    'webpage',
    'facts',
    'product',
    'list',
  ],
  'closing tags that match nothing': [() => '<b>'.repeat(100_000) + '</i>'.repeat(100_000), 'webpage'],
  'open links': [() => '<a href=x>'.repeat(100_000), 'webpage'],
  'open tables and lists': [() => '<table><ul><li>'.repeat(50_000), 'webpage'],
  'an attribute of 5 MiB': [() => `<div title="${'x'.repeat(5 * MiB)}">hi</div>`, 'webpage', 'product'],
  'a hundred thousand attributes': [
    () => `<div ${Array.from({ length: 100_000 }, (_, at) => `a${at}`).join(' ')}>`,
    'webpage',
  ],
  '5 MiB of one tag': [() => '<p>'.repeat((5 * MiB) / 3), 'webpage'],
  'foreign elements': [() => '<svg>'.repeat(100_000) + '</svg>'.repeat(100_000), 'webpage'],
  'beginnings of tags': [() => '<'.repeat(MiB), 'webpage'],
  'beginnings of mail addresses': [() => 'a@a.'.repeat(MiB / 4), 'webpage'],
  'beginnings of telephone numbers': [() => '+1 (2) '.repeat(100_000), 'webpage'],
  'beginnings of prices': [() => '€1.'.repeat(MiB / 4), 'facts'],
  'deep JSON': [() => script('['.repeat(100_000) + ']'.repeat(100_000)), 'facts', 'product'],
  'many products in JSON': [() => script(products()), 'facts', 'product'],
  'prices everywhere': [
    () => '<i class="product price rating stock title">1</i>'.repeat(20_000),
    'facts',
    'product',
    'list',
  ],
};

describe('a page made to harm', () => {
  /** Quadratic work on these takes minutes; a busy machine may take seconds for linear work. */
  it.each(Object.keys(PAGES))('of %s is read in time that grows with its length alone', (name) => {
    const [text, ...wishes] = PAGES[name]!;
    const page = { url: 'https://a.example/', text: text(), isHtml: true };
    const begun = performance.now();
    for (const wish of wishes) expect(readPage({ ...page, wish: WISHES[wish] })).toBeDefined();
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

describe('the tree of a page', () => {
  it('keeps the order of what is nested too deeply, and goes on as before behind it', () => {
    const $ = pageDocument(
      `<p>a</p>${'<div>'.repeat(400)}b${'</div>'.repeat(400)}<section><p>c</p></section>`,
    );
    expect([$.root().text(), $('section > p').text(), $('div').length]).toEqual(['abc', 'c', 400]);
  });

  it('ends where it would become too large', () => {
    const $ = pageDocument(`<main>${'<i></i>'.repeat(300_000)}</main><p>never</p>`);
    expect([$('i').length < 250_001, $('p').length]).toEqual([true, 0]);
  });

  it('takes tags that are not closed, or closed twice, as browsers nearly do', () => {
    const $ = pageDocument('<ul><li>a<li>b</ul></ul></div><p>c<p>d<br></br>e</p></p><TD>f');
    expect([$('li').length, $('p').length, $.root().text()]).toEqual([2, 3, 'abcdef']);
  });
});
