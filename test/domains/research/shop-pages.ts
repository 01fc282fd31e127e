import type { Shop } from './shop.js';

export const linksTo = (...paths: string[]) => paths.map((path) => `<a href="${path}">${path}</a>`).join(' ');

/** A page of a product as shops write it for search engines. */
export function productPage(product: object, rest = ''): string {
  const data = JSON.stringify({ '@context': 'https://schema.org', '@type': 'Product', ...product });
  return `<html><head><script type="application/ld+json">${data}</script></head><body>${rest}</body></html>`;
}

/** A list of these chairs, and what follows it. */
export const chairs = (numbers: number[], more: string) =>
  `<ul>${numbers
    .map(
      (at) => `<li class="product"><a href="/p/${at}"><h3>Chair ${at}</h3><img data-src="/${at}.png"></a>
        <span class="price">1.${String(at).padStart(3, '0')},00 €</span><span aria-label="4.5 out of 5 stars"></span></li>`,
    )
    .join('')}</ul>${more}`;

export const chairFound = (site: string, at: number) => ({
  name: `Chair ${at}`,
  url: `${site}/p/${at}`,
  price_text: `1.${String(at).padStart(3, '0')},00 €`,
  price: 1_000 + at,
  currency: 'EUR',
  image: `${site}/${at}.png`,
  rating: { value: 4.5, count: null, max: 5 },
});

/** Four levels, a picture, another site, and links that lead back; answers the start. */
export function crawlable(shop: Shop, other: Shop): string {
  shop.has('/deep', linksTo('/deeper'));
  shop.has('/deeper', linksTo('/deepest'));
  shop.has('/b', linksTo('/a', '/deep', '/'));
  shop.has(
    '/a',
    linksTo('/a#part', '/a?utm_source=x', '/b?z=1&a=2', '/b?a=2&z=1', '/paper.PDF', '/style.css'),
  );
  shop.has('/b?a=2&z=1', 'sorted');
  shop.has('/b?z=1&a=2', 'first spelling');
  other.has('/elsewhere', 'elsewhere');
  return shop.has(
    '/',
    linksTo('/a', '/b', '/gone', `${other.url}/elsewhere`, 'mailto:a@b.example', 'javascript:0'),
  );
}
