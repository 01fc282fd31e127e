import { once } from 'node:events';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { Site } from '../../support/site.js';
import { chairFound, chairs, crawlable, linksTo, productPage } from './shop-pages.js';
import { Shop } from './shop.js';

let app: TestApp;
let user: TestClient;
let shop: Shop;
let other: Shop;
let trap: Site;
beforeAll(async () => {
  shop = await Shop.open();
  other = await Shop.open('127.0.0.2');
  trap = await Site.start((_request, response) => response.end('inside'), '127.0.0.3');
  app = await startApp({
    settings: {
      OUTBOUND_ALLOW: '127.0.0.1,127.0.0.2',
      OUTBOUND_HOST_GAP_MS: '0',
      SCRAPER_TIMEOUT_MS: '5000',
    },
  });
  user = await app.as();
  await user.post('/api/scraper/page', { url: shop.has('/', 'warm') });
});
afterAll(async () => {
  await app.close();
  await Promise.all([shop.close(), other.close(), trap.close()]);
});
beforeEach(async () => {
  shop.clear();
  other.clear();
  user = await app.as();
});
afterEach(() => expect(trap.connections).toBe(0));

const paths = (results: { url: string }[]) => results.map(({ url }) => new URL(url).pathname);

describe('a marketer has many pages read', () => {
  it('and gets one answer for each, in their order, whether or not it could be read', async () => {
    const urls = [
      shop.has('/a', '<title>A</title><a href="/b">B</a>'),
      `${shop.url}/gone`,
      other.has('/b', '<title>B</title>'),
      trap.url,
      'nonsense',
    ];
    const { status, body } = await user.post('/api/scraper/pages', {
      urls,
      delay_between: 0,
      max_concurrent: 2,
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ total_urls: 5, successful: 2, failed: 3 });
    expect(body.data.results).toMatchObject([
      { success: true, url: urls[0], scrape_type: 'webpage', meta: { title: 'A' }, links: [], link_count: 1 },
      { success: false, url: urls[1], error: 'The page could not be read: HTTP 404.' },
      { success: true, url: urls[2], meta: { title: 'B' } },
      { success: false, url: trap.url, code: 'web/address-refused' },
      { success: false, url: 'nonsense', code: 'web/url-unfit' },
    ]);
    expect(body.data.errors).toEqual([
      { url: urls[1], error: 'The page could not be read: HTTP 404.', code: 'research/page-answered' },
      {
        url: trap.url,
        error: 'This address is not on the public internet, or not at a port we may reach.',
        code: 'web/address-refused',
      },
      { url: 'nonsense', error: expect.stringContaining('web address'), code: 'web/url-unfit' },
    ]);
  });

  it('and gets what could be read when time is up', async () => {
    const quick = shop.has('/quick', 'quick');
    other.silent.add('/silent');
    const urls = [quick, `${other.url}/silent`, shop.has('/later', 'later')];
    const { status, body } = await user.post('/api/scraper/pages', {
      urls,
      max_concurrent: 2,
      delay_between: 0,
    });
    expect([status, body.data.successful]).toEqual([200, 1]);
    expect(body.data.errors).toMatchObject([
      { url: urls[1], code: 'research/took-too-long' },
      { url: urls[2], code: 'research/took-too-long' },
    ]);
    expect(shop.asked).toEqual(['/quick']);
  });

  it('and goes away: nothing more is asked for, and what was read stays', async () => {
    const urls = [shop.has('/a', 'a'), `${other.url}/silent`, shop.has('/b', 'b')];
    other.silent.add('/silent');
    const leaving = new AbortController();
    const wanted = { urls, max_concurrent: 1, delay_between: 0 };
    const sent = user.open('POST', '/api/scraper/pages', wanted, leaving.signal);
    const closed = other.site.closed();
    while (!other.asked.includes('/silent')) await once(other.site.server, 'request');
    leaving.abort();
    await expect(sent).rejects.toThrow('abort');
    await closed;
    expect(shop.asked).toEqual(['/a']);
    const { body } = await user.get('/api/scraper/results');
    expect(body.data).toMatchObject([{ url: urls[0], status: 'completed' }]);
  });
});

describe('a marketer has a site crawled', () => {
  const site = () => crawlable(shop, other);

  it('and gets the nearest pages first, each once', async () => {
    const start_url = site();
    const { status, body } = await user.post('/api/scraper/crawl', { start_url });
    expect(status).toBe(200);
    expect(shop.asked).toEqual(['/', '/a', '/b', '/gone', '/b?z=1&a=2', '/deep']);
    expect(
      body.data.results.map((page: { url: string; depth: number }) => [
        new URL(page.url).pathname,
        page.depth,
      ]),
    ).toEqual([
      ['/', 0],
      ['/a', 1],
      ['/b', 1],
      ['/gone', 1],
      ['/b', 2],
      ['/deep', 2],
    ]);
    expect(body.data).toMatchObject({
      start_url,
      pages_crawled: 5,
      pages_discovered: 6,
      max_depth_reached: 2,
      complete: true,
    });
    expect(body.data.results[3]).toMatchObject({
      success: false,
      error: 'The page could not be read: HTTP 404.',
      code: 'research/page-answered',
      depth: 1,
    });
  });

  it('no deeper and no further than wanted, and never further than allowed', async () => {
    const start_url = site();
    const shallow = (await user.post('/api/scraper/crawl', { start_url, max_depth: 0 })).body.data;
    expect([paths(shallow.results), shallow.max_depth_reached]).toEqual([['/'], 0]);
    const few = (await user.post('/api/scraper/crawl', { start_url, max_pages: 2 })).body.data;
    expect([paths(few.results), few.complete]).toEqual([['/', '/a'], true]);
    const deep = (await user.post('/api/scraper/crawl', { start_url, max_depth: 100 })).body.data;
    expect(paths(deep.results)).toContain('/deeper');
    expect(paths(deep.results)).not.toContain('/deepest');
    for (let at = 0; at < 60; at++) shop.has(`/many/${at}`, 'one of many');
    const many = shop.has('/many', linksTo(...Array.from({ length: 60 }, (_, at) => `/many/${at}`)));
    expect(
      (await user.post('/api/scraper/crawl', { start_url: many, max_pages: 999 })).body.data,
    ).toMatchObject({
      pages_crawled: 50,
      pages_discovered: 61,
    });
  });

  it('and only by a wish of its own to other sites', async () => {
    const { body } = await user.post('/api/scraper/crawl', {
      start_url: site(),
      same_domain_only: false,
      max_depth: 1,
    });
    expect(body.data.results.at(-1)).toMatchObject({ success: true, content: 'elsewhere', depth: 1 });
  });

  it('where the pages let us: not by links that are not to be followed, nor to addresses inside', async () => {
    shop.has('/a', `<meta name="robots" content="noindex, nofollow">${linksTo('/hidden')}`);
    const start_url = shop.has('/', linksTo('/a', trap.url));
    const { body } = await user.post('/api/scraper/crawl', { start_url, same_domain_only: false });
    expect(body.data.results.slice(1)).toMatchObject([
      { success: true, depth: 1 },
      { success: false, code: 'web/address-refused' },
    ]);
    expect(shop.asked).toEqual(['/', '/a']);
  });

  it('and gets what was read when time is up', async () => {
    shop.silent.add('/silent');
    const start_url = shop.has('/', linksTo('/silent', '/more'));
    const { status, body } = await user.post('/api/scraper/crawl', { start_url });
    expect([status, body.data]).toMatchObject([
      200,
      { pages_crawled: 1, complete: false, results: [{ success: true }, { code: 'research/took-too-long' }] },
    ]);
  });

  it('and is told when there is no site', async () => {
    const { status, body } = await user.post('/api/scraper/crawl', { start_url: 'ftp://example.com' });
    expect([status, body.code]).toEqual([422, 'web/url-unfit']);
    const gone = await user.post('/api/scraper/crawl', { start_url: `${shop.url}/gone` });
    expect(gone.body.data).toMatchObject({ pages_crawled: 0, results: [{ success: false }] });
  });
});

describe('a marketer looks at products', () => {
  const names = ({ body }: { body: { data: { products: { name: string }[] } } }) =>
    body.data.products.map(({ name }) => name);
  const list = (wanted: object) => user.post('/api/scraper/product-listing', wanted);

  it('in a list of several pages', async () => {
    const url = shop.has('/list', chairs([1, 2, 3], '<a class="more" href="/list?page=2">More</a>'));
    shop.has('/list?page=2', chairs([4, 5, 6], '<a class="more" href="/list">First</a>'));
    const { body } = await list({ url, pagination_selector: '.more', max_pages: 99, max_products: 5 });
    expect(body.data).toMatchObject({
      success: true,
      url,
      scrape_type: 'product_listing',
      pages_scraped: 2,
      product_count: 5,
      complete: true,
      result_ids: [expect.any(String), expect.any(String)],
    });
    expect(body.data.products[4]).toEqual(chairFound(shop.url, 5));
    expect((await list({ url })).body.data).toMatchObject({ pages_scraped: 1, product_count: 3 });
    expect(names(await list({ url, product_selector: 'li:first-child' }))).toEqual(['Chair 1']);
  });

  it('in a list that goes round in a circle, or breaks off', async () => {
    const circle = shop.has('/circle', chairs([1], '<a rel="next" href="/circle#more">More</a>'));
    const broken = shop.has('/broken', chairs([1], '<a rel="next" href="/gone">More</a>'));
    const read = async (url: string) => (await list({ url, max_pages: 5 })).body.data;
    expect(await read(circle)).toMatchObject({ pages_scraped: 1, complete: true });
    expect(await read(broken)).toMatchObject({ pages_scraped: 1, complete: false, product_count: 1 });
  });

  it('side by side', async () => {
    const offers = { '@type': 'Offer', priceCurrency: 'EUR', availability: 'InStock' };
    const urls = [
      shop.has('/a', productPage({ name: 'A', offers: { ...offers, price: 10 } })),
      shop.has('/b', productPage({ name: 'B', offers: { ...offers, price: 25 } })),
      `${shop.url}/gone`,
    ];
    const compared = await user.post('/api/scraper/compare-products', { urls });
    expect([compared.status, names(compared)]).toEqual([200, ['A', 'B']]);
    expect(compared.body.data.comparison).toEqual({
      price_range: { min: 10, max: 25, avg: 17.5, count: 2, currency: 'EUR' },
      rating_range: { min: null, max: null, avg: null, count: 0 },
      availability_summary: { in_stock: 2, out_of_stock: 0, unknown: 0 },
    });
    expect(compared.body.data.errors).toEqual([
      { url: urls[2], error: 'The page could not be read: HTTP 404.', code: 'research/page-answered' },
    ]);
  });
});
