import { readPage } from './read-page.js';
import type { Reading, ReadingWish } from './reading.js';

const URL = 'https://shop.example/dir/page';

function read<Wish extends ReadingWish>(text: string, wish: Wish): Reading<Wish['kind']>['content'] {
  return readPage({ url: URL, text, isHtml: true, wish }).content as Reading<Wish['kind']>['content'];
}

const ALL = { prices: true, ratings: true, contacts: true, addresses: true, jsonLd: true };
const NONE = { prices: false, ratings: false, contacts: false, addresses: false, jsonLd: false };
const structured = (text: string, parts = ALL) => read(text, { kind: 'structured_data', parts }).data;
const page = (text: string) => read(text, { kind: 'webpage', links: true, images: true, selectors: {} });
const ld = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('the text of a page', () => {
  it.each([
    ['<body>a<main>b</main><article>c</article></body>', 'b'],
    ['<body>a<article>b</article></body>', 'b'],
    ['<body><header>h</header><nav>n</nav>a<footer>f</footer></body>', 'a'],
    ['<body><main> </main>a</body>', 'a'],
    ['<p>a</p><p>b</p>c<br>d', 'a b c d'],
    ['<p>un<b>be</b>lie<i>va</i>ble</p>', 'unbelievable'],
    ['<script>a</script><style>b</style><noscript>c</noscript><template>d</template>e', 'e'],
    ['a &amp; b&nbsp;c \n\t d', 'a & b c d'],
    ['<td>a</td><td>b</td><li>c<li>d', 'a b c d'],
    ['', ''],
  ])('%j is %j', (html, text) => {
    expect(page(html).content).toBe(text);
  });

  it('is the same page as long as the text is the same', () => {
    const hash = (text: string) =>
      readPage({ url: URL, text, isHtml: true, wish: { kind: 'product', selectors: {} } }).contentHash;
    expect(hash('<main>a b</main><script>nonce=1</script>')).toBe(
      hash('<main>a  <b>b</b></main><script>nonce=2</script>'),
    );
    expect(hash('<main>a</main>')).not.toBe(hash('<main>b</main>'));
  });

  it('is cut at 100,000 characters, and counted whole', () => {
    const { content, content_truncated, word_count } = page('word '.repeat(30_000));
    expect([content.length, content_truncated, word_count]).toEqual([100_000, true, 30_000]);
  });
});

describe('the links of a page', () => {
  it('are absolute, once each, and lead to pages', () => {
    const html = `<base href="/base/"><a href="a"></a><a href="a#x">A</a><a href="//cdn.example/b">B</a>
      <a href="mailto:a@b.example">m</a><a href="javascript:0">j</a><a href="http://[">broken</a><a>none</a>
      <img src="data:image/png;base64,x"><img src="i.png"><img data-src="late.png" src="data:,"><img srcset="s.png 2x, t.png">`;
    const { links, images } = page(html);
    expect(links).toEqual([
      { url: 'https://shop.example/base/a', text: 'A' },
      { url: 'https://cdn.example/b', text: 'B' },
    ]);
    expect(images.map(({ url }) => url.replace('https://shop.example/base/', ''))).toEqual([
      'i.png',
      'late.png',
      's.png',
    ]);
  });

  it('are listed up to 1,000, and counted all', () => {
    const html = Array.from(
      { length: 1_200 },
      (_, at) => `<a href="/${at}">x</a><img src="/${at}.png">`,
    ).join('');
    const { links, link_count, images, image_count } = page(html);
    expect([links.length, link_count, images.length, image_count]).toEqual([1_000, 1_200, 500, 1_200]);
  });
});

describe('the facts of a page', () => {
  const html = `${ld({
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'Bakery',
        openingHours: ['Mo-Fr 07:00-18:00'],
        openingHoursSpecification: [
          { dayOfWeek: ['https://schema.org/Saturday', 'Sunday'], opens: '08:00', closes: '12:00' },
          { dayOfWeek: 'Monday' },
        ],
        sameAs: ['https://www.facebook.com/ours', 'https://example.com/'],
        location: [
          [
            {
              address: {
                '@type': 'PostalAddress',
                streetAddress: 'Main St 1',
                addressLocality: 'Berlin',
                addressCountry: { name: 'Germany' },
              },
            },
          ],
        ],
        aggregateRating: { '@type': ['AggregateRating'], ratingValue: '4,5', reviewCount: 12 },
      },
      {
        '@type': 'Product',
        offers: [
          { '@type': 'Offer', price: '3.90', priceCurrency: 'eur' },
          { '@type': 'AggregateOffer', lowPrice: '1.234,56 €' },
        ],
      },
    ],
  })}
    <body><p class="price">now 4,50 €</p><p>or $5.00, 4,50 €</p><p>Phone: 030 90 18 20, a@ours.example</p>
    <address>Second Street 22<br>10117 Berlin</address><address>short</address>
    <span aria-label="3.5 out of 5 stars"></span>
    <a href="https://x.com/ours">X</a><a href="https://twitter.com/intent/tweet?x">Share</a><a href="https://www.linkedin.com/">L</a>
    <a href="https://t.co/x">t</a><a href="https://notx.com/y">n</a><a href="https://de.linkedin.com/company/ours/">L</a>`;

  it('are found where pages tell machines, and where they tell people', () => {
    expect(structured(html)).toEqual({
      json_ld: [expect.objectContaining({ '@graph': expect.any(Array) })],
      prices: [
        { price: 3.9, currency: 'EUR', text: '3.9 EUR', source: 'json_ld' },
        { price: 1_234.56, currency: 'EUR', text: '1234.56 EUR', source: 'json_ld' },
        { price: 4.5, currency: 'EUR', text: '4,50 €', source: 'selector' },
        { price: 5, currency: 'USD', text: '$5.00', source: 'text' },
      ],
      ratings: [
        { value: 4.5, count: 12, max: null },
        { value: 3.5, count: null, max: 5 },
      ],
      contacts: { emails: ['a@ours.example'], phones: ['030 90 18 20'] },
      addresses: ['Main St 1, Berlin, Germany', 'Second Street 22 10117 Berlin'],
      social_links: {
        twitter: 'https://x.com/ours',
        linkedin: 'https://de.linkedin.com/company/ours/',
        facebook: 'https://www.facebook.com/ours',
      },
      business_hours: ['Mo-Fr 07:00-18:00', 'Saturday, Sunday 08:00-12:00'],
    });
  });

  it('are left out when they are not wanted', () => {
    expect(structured(html, NONE)).toMatchObject({
      json_ld: [],
      prices: [],
      ratings: [],
      contacts: { emails: [], phones: [] },
      addresses: [],
      social_links: { twitter: 'https://x.com/ours' },
    });
  });

  it('are found in JSON-LD beside what is broken', () => {
    const broken =
      '<script type="application/ld+json">{"a":</script><script type="APPLICATION/LD+JSON">"text"</script>';
    const wrapped = `<script type="application/ld+json"><!-- [{"@type":"Offer","price":1,"priceCurrency":"USD"}, 5] --></script>`;
    const { json_ld, prices } = structured(broken + wrapped);
    expect([json_ld, prices.map(({ price }) => price)]).toEqual([
      [{ '@type': 'Offer', price: 1, priceCurrency: 'USD' }],
      [1],
    ]);
  });

  it('are bounded in number', () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      '@type': 'Offer',
      price: at + 1,
      priceCurrency: 'EUR',
    }));
    const ratings = Array.from({ length: 30 }, (_, at) => ({ '@type': 'Rating', ratingValue: at / 10 }));
    const places = Array.from({ length: 9 }, (_, at) => ({
      '@type': 'PostalAddress',
      streetAddress: `Long Street ${at}`,
    }));
    const found = structured(ld([...many, ...ratings, ...places]));
    expect([found.prices.length, found.ratings.length, found.addresses.length]).toEqual([20, 10, 5]);
  });
});

describe('a selector of the user', () => {
  it('finds texts, or what stands in their place, and makes no elements of its own', () => {
    const selectors = { texts: 'p', value: 'meta', link: 'a:not(.x)', none: '#none' };
    const html = `<p> a  b </p><p>c</p><meta content="m"><a href="/x"></a>${'<i>1</i>'.repeat(80)}`;
    const wish = {
      kind: 'webpage',
      links: false,
      images: false,
      selectors: { ...selectors, many: 'i' },
    } as const;
    const { many, ...found } = read(html, wish).custom_data;
    expect(found).toEqual({ texts: ['a b', 'c'], value: ['m'], link: ['/x'], none: [] });
    expect(many).toHaveLength(50);
  });
});
