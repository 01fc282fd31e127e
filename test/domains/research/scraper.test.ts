import { SCRAPER_TASKS } from '#domains/research/tasks/scraper-tasks';
import type { TestClient } from '../../support/client.js';
import { startApp, type TestApp } from '../../support/app.js';
import { Site } from '../../support/site.js';
import { BAKERY, bakeryFound } from './bakery.js';
import { NO_SELECTORS, REFUSED } from './refused-requests.js';
import { Shop } from './shop.js';

let app: TestApp;
let user: TestClient;
let shop: Shop;
let trap: Site;
beforeAll(async () => {
  shop = await Shop.open();
  trap = await Site.start((_request, response) => response.end('inside'), '127.0.0.3');
  app = await startApp({
    settings: {
      OUTBOUND_ALLOW: '127.0.0.1',
      OUTBOUND_HOST_GAP_MS: '0',
      OUTBOUND_AGENT: 'Tester',
      SCRAPER_TEST_URL: `${shop.url}/test`,
    },
  });
});
afterAll(async () => {
  await app.close();
  await Promise.all([shop.close(), trap.close()]);
});
beforeEach(async () => {
  shop.clear();
  user = await app.as();
});
afterEach(() => expect(trap.connections).toBe(0));

describe('a marketer has a page read', () => {
  it('and gets its text and what stands in it', async () => {
    const url = shop.has('/about', BAKERY);
    const { status, body } = await user.post('/api/scraper/page', {
      url,
      custom_selectors: { boss: '.boss', none: 'aside' },
    });
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        error: null,
        data: {
          success: true,
          url,
          fetch_time_ms: expect.any(Number),
          scraped_at: expect.stringMatching(/^\d{4}-.*Z$/),
          scrape_type: 'webpage',
          result_id: expect.any(String),
          content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          cached: false,
          ...bakeryFound(shop.url),
        },
      },
    ]);
    const [{ headers }] = shop.site.requests.slice(-1) as [(typeof shop.site.requests)[0]];
    expect(headers['user-agent']).toMatch(/^Tester\/[\d.]+ \(\+http:\/\/links\.test\)$/);
  });

  it('without links and images when they are not wanted', async () => {
    const url = shop.has('/', '<a href="/a">A</a><img src="/b.png">');
    const { body } = await user.post('/api/scraper/page', {
      url,
      extract_links: false,
      extract_images: false,
      custom_selectors: null,
    });
    expect(body.data).toMatchObject({
      links: [],
      link_count: 1,
      images: [],
      image_count: 1,
      custom_data: {},
    });
  });

  it('that was moved, and is told where it is now', async () => {
    const there = shop.has('/new', '<main>Here</main>');
    const url = shop.has('/old', { status: 301, headers: { location: '/new' } });
    expect((await user.post('/api/scraper/page', { url })).body.data).toMatchObject({
      url: there,
      content: 'Here',
    });
  });

  it('that is plain text, in which tags mean nothing', async () => {
    const url = shop.has('/a.txt', { headers: { 'content-type': 'text/plain' }, body: 'a <b>bold</b> word' });
    const { body } = await user.post('/api/scraper/page', { url });
    expect(body.data).toMatchObject({ content: 'a <b>bold</b> word', word_count: 3 });
  });

  it('and once more only after a day, unless it is to be fresh', async () => {
    const url = shop.has('/', '<main>One</main>');
    const first = (await user.post('/api/scraper/page', { url })).body.data;
    shop.has('/', '<main>Two</main>');
    expect((await user.post('/api/scraper/page', { url })).body.data).toEqual({ ...first, cached: true });
    expect(
      (await user.post('/api/scraper/page?fresh=false', { url, extract_links: false })).body.data.content,
    ).toBe('Two');
    const fresh = (await user.post('/api/scraper/page?fresh=true', { url })).body.data;
    expect(fresh).toMatchObject({ cached: false, content: 'Two' });
    expect((await user.post('/api/scraper/page', { url })).body.data).toMatchObject({
      cached: true,
      content: 'Two',
    });
    expect((await (await app.as()).post('/api/scraper/page', { url })).body.data.cached).toBe(false);
    await app.sql(`update scrape_results set created_at = created_at - interval '25 hours'`);
    expect((await user.post('/api/scraper/page', { url })).body.data.cached).toBe(false);
    expect(shop.asked).toHaveLength(5);
  });
});

describe('a page that cannot be read', () => {
  it.each(['page', 'structured-data', 'contact-info', 'product', 'product-listing'])(
    'is a failure of its own kind for the task %s',
    async (task) => {
      const gone = await user.post(`/api/scraper/${task}`, { url: `${shop.url}/gone` });
      expect([gone.status, gone.body]).toMatchObject([
        422,
        {
          success: false,
          data: null,
          code: 'research/page-answered',
          error: 'The page could not be read: HTTP 404.',
        },
      ]);
      const inside = await user.post(`/api/scraper/${task}`, { url: trap.url });
      expect([inside.status, inside.body.code]).toEqual([422, 'web/address-refused']);
    },
  );

  it.each([
    [403, 'The page may not be read (HTTP 403): the site may be turning away programs.'],
    [500, 'The page could not be read: HTTP 500.'],
  ])('because the site answers %i is told so', async (status, error) => {
    const { body } = await user.post('/api/scraper/page', { url: shop.has('/', { status }) });
    expect(body).toMatchObject({ code: 'research/page-answered', error });
  });

  it('because its robots.txt names us is not asked for', async () => {
    const closed = await Shop.open('127.0.0.1');
    closed.has('/robots.txt', 'User-agent: tester\nDisallow: /');
    const { status, body } = await user.post('/api/scraper/page', { url: closed.has('/', 'secret') });
    expect([status, body.code, closed.asked]).toEqual([422, 'web/robots-disallow', []]);
    await closed.close();
  });

  it.each([
    ['a picture', { headers: { 'content-type': 'image/png' }, body: 'x' }, 'web/not-text'],
    ['larger than 5 MiB', { body: ' '.repeat(5 * 1024 * 1024 + 1) }, 'web/too-large'],
    ['a circle', { status: 302, headers: { location: '/' } }, 'web/redirect-refused'],
    ['somewhere inside', { status: 302, headers: { location: 'http://127.0.0.3/' } }, 'web/address-refused'],
  ])('as it is %s is told so', async (_name, page, code) => {
    const { status, body } = await user.post('/api/scraper/page', { url: shop.has('/', page) });
    expect([status, body.code]).toEqual([422, code]);
  });

  it.each([
    'not a url',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://me:pw@example.com/',
    'http://[::1%25lo]/',
  ])('at %j is no web address', async (url) => {
    const { status, body } = await user.post('/api/scraper/page', { url });
    expect([status, body.code]).toEqual([422, 'web/url-unfit']);
  });

  it('because it would keep us busy for ever is given up', async () => {
    const deep = shop.has('/', `${'<div>'.repeat(5_000)}x`);
    const selector = `:not(${':has('.repeat(12)}x${')'.repeat(12)})`;
    const { status, body } = await user.post('/api/scraper/page', {
      url: deep,
      custom_selectors: { slow: selector },
    });
    expect([status, body.code]).toEqual([422, 'research/page-too-heavy']);
    expect((await user.post('/api/scraper/page', { url: deep })).body.data.content).toBe('x');
  });
});

describe('a request that asks for too much or for nothing', () => {
  it.each(REFUSED)('of %s is refused for its %s (%#)', async (task, field, wanted) => {
    const { status, body } = await user.post(`/api/scraper/${task}`, wanted);
    expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([400, [field]]);
  });

  it.each([
    ['pages', 51, 'Maximum 50 URLs allowed per request'],
    ['compare-products', 11, 'Maximum 10 products allowed for comparison'],
  ])('of %s with %i addresses is told how many there may be', async (task, count, error) => {
    const urls = Array.from({ length: count }, () => 'https://example.com/');
    const { status, body } = await user.post(`/api/scraper/${task}`, { urls });
    expect([status, body.error]).toEqual([400, error]);
  });

  it.each(NO_SELECTORS)(
    'of %s with the selector of %j is refused before anything is read',
    async (task, wanted, field) => {
      const { status, body } = await user.post(`/api/scraper/${task}`, {
        url: shop.has('/', 'page'),
        ...wanted,
      });
      expect([status, body.code, body.errors]).toEqual([
        422,
        'research/selector-invalid',
        [{ path: field, message: `${field} must be a CSS selector` }],
      ]);
      expect(shop.asked).toEqual([]);
    },
  );

  it('without a token is refused', async () => {
    expect((await app.anonymous.post('/api/scraper/page', { url: shop.url })).status).toBe(401);
  });
});

describe('an operator tests the scraper', () => {
  it('and is told that it works, or why not', async () => {
    shop.has('/test', '<title>Test</title><p>It works</p>');
    const { status, body } = await user.post('/api/scraper/test');
    expect([status, body.data]).toEqual([
      200,
      {
        success: true,
        test_url: `${shop.url}/test`,
        fetch_time_ms: expect.any(Number),
        content_length: 'Test It works'.length,
        title: 'Test',
        message: 'Pages can be read.',
        tested_at: expect.stringMatching(/Z$/),
      },
    ]);
    shop.has('/test', { status: 500 });
    expect(await user.post('/api/scraper/test')).toMatchObject({
      status: 422,
      body: { code: 'research/page-answered' },
    });
    expect((await user.get('/api/scraper/results')).body.data).toEqual([]);
  });

  it('and sees which tasks there are', async () => {
    const { status, body } = await user.get('/api/scraper/tasks');
    expect([status, Object.keys(body.data.tasks)]).toEqual([200, Object.keys(SCRAPER_TASKS)]);
  });
});
