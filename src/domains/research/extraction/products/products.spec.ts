import { readPage } from '../../reading/read-page.js';
import type { Reading } from '../../reading/reading.js';

const url = 'https://shop.example/dir/page';

function product(text: string): Reading<'product'>['content'] {
  const wish = { kind: 'product', selectors: {} } as const;
  return readPage({ url, text, isHtml: true, wish }).content as Reading<'product'>['content'];
}

function cards(text: string, selector = '.product', most = 100) {
  const wish = { kind: 'product_listing', product: selector, pagination: null, most } as const;
  return (readPage({ url, text, isHtml: true, wish }).content as Reading<'product_listing'>['content'])
    .products;
}

const ld = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('a product', () => {
  it('is what JSON-LD says, and where that says nothing, what the page shows', () => {
    const data = {
      '@type': 'Product',
      name: 'Chair',
      sku: 'C-1',
      brand: { name: 'Oak' },
      image: ['/1.png', { url: '/2.png' }, 'javascript:0'],
      offers: [
        { availability: 'OutOfStock' },
        { price: 1299.5, priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
      ],
      aggregateRating: { ratingValue: 4.2, reviewCount: 87, bestRating: 5 },
    };
    const html = `${ld([{ '@type': 'Product', name: 'Not offered' }, { mainEntity: data }])}<h1>Other</h1><p itemprop="description">Solid.</p>`;
    expect(product(html)).toEqual({
      name: 'Chair',
      description: 'Solid.',
      sku: 'C-1',
      brand: 'Oak',
      category: null,
      images: ['https://shop.example/1.png', 'https://shop.example/2.png'],
      price: 1299.5,
      currency: 'EUR',
      availability: 'in_stock',
      rating: { value: 4.2, count: 87, max: 5 },
      review_count: 87,
      data_source: 'json_ld',
      custom_data: {},
    });
  });

  it('is found by its looks', () => {
    const html = `<meta property="og:image" content="/og.png"><h1>Table</h1><div class="product-price">Was <s>ask</s></div>
      <div class="price">1.299,00 €</div><div class="stock">Nicht auf Lager</div><span class="sku">T-9</span>
      <div class="rating" title="4,5 von 5 Sternen"></div><p class="review-count">1.234 reviews</p>
      <meta name="description" content="${'long '.repeat(400)}">`;
    expect(product(html)).toMatchObject({
      name: 'Table',
      description: expect.stringMatching(/^(?:long ){199}long$/),
      sku: 'T-9',
      images: ['https://shop.example/og.png'],
      price: 1299,
      currency: 'EUR',
      availability: 'out_of_stock',
      rating: { value: 4.5, count: null, max: 5 },
      review_count: 1234,
      data_source: 'html',
    });
  });

  it('that a page does not show has nothing', () => {
    expect(Object.values(product('<p>Hello</p>')).filter((value) => value !== null)).toEqual([
      [],
      'html',
      {},
    ]);
  });

  it.each([
    ['https://schema.org/PreOrder', 'pre_order'],
    ['SoldOut', 'out_of_stock'],
    ['in stock', 'in_stock'],
    ['Only 3 left', null],
    ['no longer available', 'discontinued'],
    ['currently not available', 'out_of_stock'],
  ])('that is %j is %s', (text, availability) => {
    expect(product(ld({ '@type': 'Product', offers: { availability: text } })).availability).toBe(
      availability,
    );
  });
});

describe('a list of products', () => {
  const card = (name: string, price: string) =>
    `<li class="product"><a href="/${name}"><h3>${name}</h3><img data-src="/${name}.png"></a><b class="price">${price}</b>
     <i aria-label="4.5 out of 5 stars"></i></li>`;

  it('is read card by card', () => {
    expect(cards(card('a', '1.005,00 €'))).toEqual([
      {
        name: 'a',
        url: 'https://shop.example/a',
        price_text: '1.005,00 €',
        price: 1005,
        currency: 'EUR',
        image: 'https://shop.example/a.png',
        rating: { value: 4.5, count: null, max: 5 },
      },
    ]);
    expect(cards(card('a', 'on request'))[0]).toMatchObject({ price_text: null, price: null });
  });

  it('leaves out what lies inside a product, and what is none', () => {
    const html = `<div class="product">${card('a', '$1')}</div><div class="product"><p>advertisement</p></div>${card('b', '$2')}`;
    expect(cards(html).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(cards(html, 'li, .product', 1)).toHaveLength(1);
  });
});
