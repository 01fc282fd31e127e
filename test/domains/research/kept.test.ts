import { randomUUID } from 'node:crypto';
import { ResearchService } from '#domains/research/notes/research.service';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { Shop } from './shop.js';

let app: TestApp;
let me: string;
let mine: TestClient;
let theirs: TestClient;
let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
  app = await startApp({ settings: { OUTBOUND_ALLOW: '127.0.0.1', OUTBOUND_HOST_GAP_MS: '0' } });
});
afterAll(async () => {
  await app.close();
  await shop.close();
});
beforeEach(async () => {
  shop.clear();
  ({ id: me, client: mine } = await app.newUser());
  theirs = await app.as();
});

/** Works as the given user, as a job or an agent does. */
const as = <Result>(userId: string, work: (research: ResearchService) => Promise<Result>) =>
  app.get(Database).as(userId, () => work(app.get(ResearchService)));

const patient = new AbortController().signal;
const PROVENANCE = {
  ai: true,
  provider: 'openai',
  model: 'gpt-5-mini',
  prompt_version: 'research.analysis@1',
  brand_version: null,
  sources: [],
  cost_usd: 0.001,
  run_id: null,
};

describe('what was read', () => {
  it('is listed newest first, also what could not be read', async () => {
    const url = shop.has('/a', '<title>A</title><main>The text of A</main>');
    await mine.post('/api/scraper/page', { url });
    await mine.post('/api/scraper/product', { url: `${shop.url}/gone` });
    await theirs.post('/api/scraper/page', { url: shop.has('/theirs', 'theirs') });
    const { status, body } = await mine.get('/api/scraper/results');
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        error: null,
        next_cursor: null,
        data: [
          {
            id: expect.any(String),
            url: `${shop.url}/gone`,
            final_url: null,
            scrape_type: 'product',
            status: 'failed',
            title: null,
            excerpt: null,
            content_hash: null,
            error: 'The page could not be read: HTTP 404.',
            error_code: 'research/page-answered',
            fetch_time_ms: null,
            created_at: expect.stringMatching(/Z$/),
          },
          {
            id: expect.any(String),
            url,
            final_url: url,
            scrape_type: 'webpage',
            status: 'completed',
            title: 'A',
            excerpt: 'The text of A',
            content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
            error: null,
            error_code: null,
            fetch_time_ms: expect.any(Number),
            created_at: expect.stringMatching(/Z$/),
          },
        ],
      },
    ]);
  });

  it('is listed in pages', async () => {
    for (const path of ['/1', '/2', '/3'])
      await mine.post('/api/scraper/page', { url: shop.has(path, path) });
    const first = (await mine.get('/api/scraper/results?limit=2')).body;
    const second = (await mine.get(`/api/scraper/results?limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...second.data].map(({ url }) => new URL(url).pathname)).toEqual([
      '/3',
      '/2',
      '/1',
    ]);
    expect((await mine.get('/api/scraper/results?limit=101')).status).toBe(400);
  });

  it('is shown with what was found, and deleted, by its owner alone', async () => {
    const read = (await mine.post('/api/scraper/page', { url: shop.has('/', '<main>Text</main>') })).body
      .data;
    const path = `/api/scraper/results/${read.result_id}`;
    const { result_id, content_hash, cached, ...kept } = read;
    expect((await mine.get(path)).body.data).toMatchObject({ id: result_id, content_hash, data: kept });
    expect(cached).toBe(false);
    for (const stranger of [await theirs.get(path), await theirs.delete(path)])
      expect([stranger.status, stranger.body.code]).toEqual([404, 'research/scrape-not-found']);
    for (const id of [randomUUID(), 'nonsense'])
      expect((await mine.get(`/api/scraper/results/${id}`)).body.code).toBe('research/scrape-not-found');
    expect((await mine.delete(path)).body).toEqual({ success: true, data: { deleted: true }, error: null });
    expect((await mine.get(path)).status).toBe(404);
    expect((await mine.delete(path)).status).toBe(404);
  });

  it('holds whatever a page may hold', async () => {
    const url = shop.has(
      '/',
      `<title>\u0000a&#0;b\ud800</title><script type="application/ld+json">
        {"__proto__":{"x":1},"a":"\\u0000\\ud800","deep":${'['.repeat(40)}${']'.repeat(40)}}</script>
       <a href="/%00?%ff">\u{1f600}</a>`,
    );
    for (const task of ['page', 'structured-data', 'contact-info', 'product', 'product-listing']) {
      const { status, body } = await mine.post(`/api/scraper/${task}`, { url });
      expect([task, status, body.error]).toEqual([task, 200, null]);
    }
    expect((await mine.get('/api/scraper/results')).body.data).toHaveLength(5);
  });
});

describe('research', () => {
  it('reads pages as texts with what statements can point to', async () => {
    const url = shop.has('/a', '<title>A</title><nav>Menu</nav><main>The text of A</main>');
    const urls = [url, url, `${shop.url}/gone`, 'nonsense'];
    const { pages, failures } = await as(me, (research) => research.readPages(me, urls, patient));
    expect(pages).toEqual([
      {
        text: 'The text of A',
        source: {
          id: expect.any(String),
          url,
          title: 'A',
          fetched_at: expect.stringMatching(/Z$/),
          content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          excerpt: 'The text of A',
        },
      },
    ]);
    expect(failures).toHaveLength(2);
    expect(failures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ url: `${shop.url}/gone`, code: 'research/page-answered' }),
        expect.objectContaining({ url: 'nonsense', code: 'web/url-unfit' }),
      ]),
    );
    expect((await mine.get(`/api/scraper/results/${pages[0]!.source.id}`)).status).toBe(200);
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(as(me, (research) => research.readPages(me, urls, gone))).rejects.toThrow('gone');
  });

  const found = (topic: string) =>
    as(me, async (research) => {
      const { pages } = await research.readPages(me, [shop.has('/a', '<main>Text</main>')], patient);
      const sources = pages.map(({ source }) => source);
      const statements = [
        { kind: 'insight' as const, text: 'People like bread.', sources: sources.map(({ id }) => id) },
        { kind: 'recommendation' as const, text: 'Bake.', sources: [] },
      ];
      return research.add(me, { topic, statements, sources, provenance: PROVENANCE });
    });

  it('is listed, shown and deleted, by its owner alone, and keeps its sources when the readings are gone', async () => {
    const research = await found('Bread');
    const [source] = research.sources;
    await mine.delete(`/api/scraper/results/${source!.id}`);
    const other = await found('Rolls');
    const list = (await mine.get('/api/research')).body;
    expect(list.data).toEqual([other, research]);
    expect(list.data[1]).toEqual({
      id: research.id,
      topic: 'Bread',
      statements: [
        { kind: 'insight', text: 'People like bread.', sources: [source!.id] },
        { kind: 'recommendation', text: 'Bake.', sources: [] },
      ],
      sources: [{ ...source, excerpt: 'Text', url: `${shop.url}/a` }],
      provenance: PROVENANCE,
      created_at: expect.stringMatching(/Z$/),
    });
    const path = `/api/research/${research.id}`;
    expect((await mine.get(path)).body.data).toEqual(research);
    expect((await theirs.get('/api/research')).body.data).toEqual([]);
    for (const stranger of [
      await theirs.get(path),
      await theirs.delete(path),
      await mine.get('/api/research/nonsense'),
    ])
      expect([stranger.status, stranger.body.code]).toEqual([404, 'research/not-found']);
    expect((await mine.delete(path)).body.data).toEqual({ deleted: true });
    expect((await mine.delete(path)).status).toBe(404);
    const page = (await mine.get('/api/research?limit=1')).body;
    expect([page.data, page.next_cursor]).toEqual([[other], null]);
    expect((await mine.get('/api/research?cursor=nonsense')).status).toBe(400);
  });

  it('does not point to sources that it does not have', async () => {
    const statements = [{ kind: 'insight' as const, text: 'Trust me.', sources: [randomUUID()] }];
    const research = { topic: 'Bread', statements, sources: [], provenance: PROVENANCE };
    await expect(as(me, (service) => service.add(me, research))).rejects.toMatchObject({
      code: 'research/source-unknown',
    });
  });

  it('is not what somebody has noted in a conversation', async () => {
    await app.sql(`insert into research_notes (user_id, content) values ($1, 'a note')`, [me]);
    expect((await mine.get('/api/research')).body.data).toEqual([]);
  });

  it('has topics that everybody may see', async () => {
    expect((await app.anonymous.get('/api/research/topics')).body).toEqual({
      topics: [
        { id: 'market_trends', name: 'Market Trends' },
        { id: 'competitor_analysis', name: 'Competitor Analysis' },
        { id: 'customer_insights', name: 'Customer Insights' },
      ],
    });
    expect((await app.anonymous.get('/api/research')).status).toBe(401);
  });
});
