import { startApp, type TestApp } from '../../support/app.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { FAILURES } from './failures.js';
import { envelope, found, labsItem, refused, task } from './wire.js';

const RESEARCH = '/api/keywords/research';
const SEEDS = { seed_keywords: ['Running  Shoes', 'trail shoes'] };

let provider: ScriptedServer;
let app: TestApp;
beforeAll(async () => {
  provider = await ScriptedServer.start();
  app = await startApp({
    roles: 'web',
    settings: {
      DATAFORSEO_BASE_URL: `${provider.url}/`,
      DATAFORSEO_LOGIN: 'us@example.com',
      DATAFORSEO_PASSWORD: 'platform-secret',
      DATAFORSEO_TIMEOUT_MS: '3000',
    },
  });
});
beforeEach(() => provider.clear());
afterAll(async () => {
  await app.close();
  await provider.close();
});

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
const rowsOf = (userId: string) => app.sql('select * from keyword_research where created_by = $1', [userId]);

describe('a marketer with DataForSEO', () => {
  it('gets its figures for the seeds in their order, then for words near them', async () => {
    const { client } = await app.newUser();
    provider.will(
      found('keyword_overview', [labsItem('trail shoes'), labsItem('running shoes', { volume: 90_500 })]),
      found('keyword_ideas', [labsItem('running shoes', { volume: 1 }), labsItem('road shoes')]),
    );
    const { status, body } = await client.post(RESEARCH, { ...SEEDS, location: 'de', industry: 'retail' });
    expect(status).toBe(200);
    expect(body).toEqual({ success: true, data: expect.any(Object) });
    expect(body.data).toMatchObject({
      research_id: expect.any(String),
      query: 'running shoes, trail shoes',
      total_keywords: 3,
      location: 'DE',
      language: 'de',
      industry: 'retail',
      source: 'dataforseo',
      estimated: false,
    });
    const [first, ...others] = body.data.keywords;
    expect(others.map(({ keyword }: { keyword: string }) => keyword)).toEqual(['trail shoes', 'road shoes']);
    expect(first).toEqual({
      keyword: 'running shoes',
      search_volume: 90_500,
      difficulty: 40,
      cpc: 1.25,
      competition: 'Medium',
      serp_features: ['People Also Ask', 'AI Overview', 'Ads'],
      trend_data: expect.any(Array),
      intent: 'commercial',
      estimated: false,
      as_of: '2026-11-15T12:57:46.000Z',
      unknown: [],
    });
    expect(first.trend_data).toHaveLength(12);
    expect(first.trend_data[0]).toEqual({ month: '2025-11', volume: 90_500, competition: 0.42 });
    expect(first.trend_data[11].month).toBe('2026-10');
  });

  it('has it asked in its own words, one task a call, with the account of the platform', async () => {
    const { client } = await app.newUser();
    provider.will(found('keyword_overview', []), envelope({ result: [null] }, 'keyword_ideas'));
    await client.post(RESEARCH, { ...SEEDS, location: 'UK' });
    const asked = { location_code: 2826, language_code: 'en', include_serp_info: true };
    const keywords = ['running shoes', 'trail shoes'];
    const requests = provider.requests.toSorted((one, other) => (one.path < other.path ? 1 : -1));
    expect(requests.map(({ path, body }) => [path, body])).toEqual([
      ['/v3/dataforseo_labs/google/keyword_overview/live', [{ ...asked, keywords }]],
      ['/v3/dataforseo_labs/google/keyword_ideas/live', [{ ...asked, keywords, limit: 100 }]],
    ]);
    for (const { method, headers } of requests) {
      expect(method).toBe('POST');
      expect(headers.authorization).toBe(basic('us@example.com:platform-secret'));
      expect(headers['content-type']).toBe('application/json');
    }
  });

  it('is told which figures it does not have, and reads the intent from the words', async () => {
    const { client } = await app.newUser();
    const bare = { keyword: 'buy shoes', keyword_info: null, serp_info: null };
    const odd = labsItem('shoe login', { difficulty: null, cpc: null, level: null, intent: 'curious' });
    provider.will(found('keyword_overview', [bare, odd]), found('keyword_ideas', null));
    const { body } = await client.post(RESEARCH, { seed_keywords: ['buy shoes', 'shoe login'] });
    expect(body.data.keywords[0]).toEqual({
      keyword: 'buy shoes',
      search_volume: 0,
      difficulty: 0,
      cpc: 0,
      competition: 'Low',
      serp_features: [],
      trend_data: [],
      intent: 'transactional',
      estimated: false,
      as_of: null,
      unknown: ['search_volume', 'difficulty', 'cpc', 'competition', 'serp_features', 'trend_data'],
    });
    expect(body.data.keywords[1]).toMatchObject({
      intent: 'navigational',
      competition: 'Medium',
      unknown: ['difficulty', 'cpc'],
    });
  });

  it('gets no row for a word nobody searches for', async () => {
    const { client } = await app.newUser();
    const none = envelope({ status_code: 40102, status_message: 'No Search Results.' }, 'keyword_ideas');
    provider.will(found('keyword_overview', null), none);
    const { status, body } = await client.post(RESEARCH, SEEDS);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ keywords: [], total_keywords: 0, clusters: [], estimated: false });
  });

  it('learns what a competitor ranks for', async () => {
    const { client } = await app.newUser();
    provider.will(
      found('ranked_keywords', [
        { keyword_data: labsItem('acme shoes'), ranked_serp_element: { serp_item: { rank_group: 3 } } },
      ]),
    );
    const { body } = await client.post('/api/keywords/competitor', {
      competitor_domain: 'WWW.Acme.example.com',
    });
    expect(body.data).toMatchObject({
      competitor_domain: 'acme.example.com',
      query: 'Competitor analysis: acme.example.com',
      total_keywords: 1,
      estimated: false,
    });
    expect(body.data.keywords[0].keyword).toBe('acme shoes');
    expect(provider.last.body).toEqual([
      {
        location_code: 2840,
        language_code: 'en',
        target: 'acme.example.com',
        item_types: ['organic'],
        order_by: ['keyword_data.keyword_info.search_volume,desc'],
        limit: 100,
      },
    ]);
  });

  it('learns what rises around an industry, fastest first, and not what falls', async () => {
    const { client } = await app.newUser();
    const slow = labsItem('travel bag', { months: [110, 110, 110, 100, 100, 100] });
    const fast = labsItem('travel esim', { months: [300, 300, 300, 100, 100, 100] });
    const falling = labsItem('travel agency', { months: [50, 50, 50, 100, 100, 100] });
    provider.will(found('keyword_ideas', [falling, slow, fast]));
    const { body } = await client.post('/api/keywords/trending', { industry: 'Travel' });
    expect(body.data.keywords.map(({ keyword }: { keyword: string }) => keyword)).toEqual([
      'travel esim',
      'travel bag',
    ]);
    expect(body.data).toMatchObject({ industry: 'travel', query: 'Trending keywords: travel' });
    expect(provider.last.body).toMatchObject([
      { keywords: ['travel'], order_by: ['keyword_info.search_volume,desc'], limit: 200 },
    ]);
  });

  it('gets suggestions that people really search for', async () => {
    const { client } = await app.newUser();
    provider.will(
      found('keyword_suggestions', [labsItem('best running shoes'), labsItem('best running shoes')]),
    );
    const { body } = await client.get('/api/keyword-research/suggestions?query=Running%20shoes%3F');
    expect(body).toEqual({ suggestions: ['best running shoes'], source: 'dataforseo', estimated: false });
    expect(provider.last.body).toMatchObject([{ keyword: 'running shoes', limit: 30 }]);
  });

  it('with an account of their own has it used, tried and kept from others', async () => {
    const { client } = await app.newUser();
    const value = 'me@example.org:pass:word-0123';
    expect((await client.put('/api/user/secrets/dataforseo', { value })).status).toBe(200);
    provider.will(found('keyword_suggestions', []));
    await client.get('/api/keywords/suggestions?query=shoes');
    expect(provider.last.headers.authorization).toBe(basic(value));

    provider.will(envelope({ result: [{ login: 'me@example.org' }] }), refused(401, 40100, 'No.'));
    const test = () => client.post('/api/user/secrets/dataforseo/test');
    expect((await test()).body.data).toEqual({ service: 'dataforseo_credentials', result: 'ok' });
    expect(provider.last).toMatchObject({ method: 'GET', path: '/v3/appendix/user_data' });
    expect((await test()).body.data.result).toBe('invalid_key');

    provider.will(refused(401, 40100, 'You are not authorized to access this resource.'));
    const { status, body } = await client.get('/api/keywords/suggestions?query=shoes');
    expect([status, body.code]).toEqual([422, 'keywords/account-refused']);
    const [stranger] = [await app.as()];
    provider.will(found('keyword_suggestions', []));
    await stranger.get('/api/keywords/suggestions?query=shoes');
    expect(provider.last.headers.authorization).toBe(basic('us@example.com:platform-secret'));
  });
});

describe('when DataForSEO', () => {
  it.each(FAILURES)('%s, that is told, and nothing is made up or kept', async (_, failure) => {
    const { id, client } = await app.newUser();
    provider.will(failure.answer);
    const { status, body, headers } = await client.post('/api/keywords/competitor', {
      competitor_domain: 'example.com',
    });
    expect([status, body.code]).toEqual([failure.status, `keywords/provider-${failure.code}`]);
    expect(body).toMatchObject({
      success: false,
      data: null,
      error: expect.stringMatching(/^DataForSEO|^The/),
    });
    expect(JSON.stringify(body)).not.toContain('platform-secret');
    if (failure.after !== undefined) expect(headers.get('retry-after')).toBe(failure.after);
    expect(await rowsOf(id)).toEqual([]);
  });

  it('has no more for today, the way back is at midnight UTC', async () => {
    const { client } = await app.newUser();
    provider.will(task(40203, 'The cost limit has been exceeded.'));
    const { status, body, headers } = await client.get('/api/keywords/suggestions?query=shoes');
    expect([status, body.code]).toEqual([429, 'keywords/provider-limited']);
    const midnight = Date.now() + Number(headers.get('retry-after')) * 1_000;
    expect(Math.abs(midnight - Math.round(midnight / 86_400_000) * 86_400_000)).toBeLessThan(10_000);
  });

  it('does not take a request, the caller is told and not to come back', async () => {
    const { client } = await app.newUser();
    provider.will(task(40501, "Invalid Field: 'keywords'."));
    const { status, body, headers } = await client.get('/api/keywords/suggestions?query=shoes');
    expect([status, body.code]).toEqual([422, 'keywords/request-rejected']);
    expect(headers.get('retry-after')).toBeNull();
  });

  it('answers for the seeds but fails in the words near them, half an answer is none', async () => {
    const { id, client } = await app.newUser();
    provider.will(found('keyword_overview', [labsItem('running shoes')]), {
      ...task(50000, 'Internal Error.'),
      path: 'keyword_ideas',
    });
    const { status, body } = await client.post(RESEARCH, SEEDS);
    expect([status, body.code]).toEqual([503, 'keywords/provider-unavailable']);
    expect(await rowsOf(id)).toEqual([]);
  });
});
