import { randomUUID } from 'node:crypto';
import { KeywordResearchService } from '#domains/keyword-research/keyword-research.service';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';

const PREFIXES = ['/api/keywords', '/api/keyword-research'];

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

const research = (client: TestClient, ...seeds: string[]) =>
  client.post('/api/keywords/research', { seed_keywords: seeds });

describe.each(PREFIXES)('under %s, a marketer without a provider', (prefix) => {
  it('gets estimates of the seeds and of words near them, marked as such', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(`${prefix}/research`, {
      seed_keywords: ['Running Shoes', 'trail shoes', 'running shoes!'],
      industry: 'retail',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: {
        research_id: expect.any(String),
        query: 'running shoes, trail shoes',
        keywords: expect.any(Array),
        total_keywords: 8,
        location: 'US',
        language: 'en',
        industry: 'retail',
        clusters: expect.any(Array),
        clustered_by: 'words',
        source: 'estimator',
        estimated: true,
      },
    });
    const { keywords } = body.data;
    expect(keywords.map(({ keyword }: { keyword: string }) => keyword)).toEqual([
      'running shoes',
      'trail shoes',
      'best running shoes',
      'best trail shoes',
      'running shoes guide',
      'trail shoes guide',
      'running shoes tips',
      'trail shoes tips',
    ]);
    for (const row of keywords)
      expect(row).toEqual({
        keyword: expect.any(String),
        search_volume: expect.any(Number),
        difficulty: expect.any(Number),
        cpc: expect.any(Number),
        competition: expect.stringMatching(/^(Low|Medium|High)$/),
        serp_features: expect.arrayContaining([expect.any(String)]),
        trend_data: expect.any(Array),
        intent: expect.stringMatching(/^(informational|commercial)$/),
        estimated: true,
        as_of: null,
        unknown: [],
      });
    expect(keywords[0].trend_data).toHaveLength(12);
    expect(keywords[2].search_volume / keywords[0].search_volume).toBeCloseTo(0.5, 1);
  });

  it('gets the words people who compare a competitor add to its name', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(`${prefix}/competitor`, { competitor_domain: 'acme.co.uk' });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ competitor_domain: 'acme.co.uk', total_keywords: 6, estimated: true });
    expect(body.data.keywords.map(({ keyword }: { keyword: string }) => keyword)).toEqual([
      'acme',
      'acme reviews',
      'acme alternatives',
      'acme pricing',
      'acme features',
      'acme login',
    ]);
    expect(body.data).not.toHaveProperty('industry');
  });

  it('gets eight rising keywords of an industry, marketing when none is named', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(`${prefix}/trending`, {});
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      industry: 'marketing',
      query: 'Trending keywords: marketing',
      total_keywords: 8,
      estimated: true,
    });
    const travel = await client.post(`${prefix}/trending`, { industry: 'travel' });
    for (const { keyword } of travel.body.data.keywords) expect(keyword).toContain('travel');
  });

  it('gets an analysis with suggestions and the mean difficulty', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(`${prefix}/analyze`, { keywords: ['seo', 'sem'] });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['status', 'analysis']);
    const { keywords, suggestions, difficulty_score: score } = body.analysis;
    expect(body).toMatchObject({ status: 'success', analysis: { estimated: true, total_keywords: 2 } });
    expect(keywords.map(({ keyword }: { keyword: string }) => keyword)).toEqual(['seo', 'sem']);
    expect(suggestions).toEqual(['best seo', 'best sem', 'seo guide', 'sem guide', 'seo tips', 'sem tips']);
    expect(score).toBeCloseTo((keywords[0].difficulty + keywords[1].difficulty) / 2, 1);
  });

  it('gets suggestions of every intent for what a keyword is about', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.get(`${prefix}/suggestions?query=Best%20espresso%20machine`);
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual(['estimated', 'source', 'suggestions']);
    expect(body).toMatchObject({ estimated: true, source: 'estimator' });
    expect(body.suggestions).toEqual(
      expect.arrayContaining([
        'what is espresso machine',
        'espresso machine reviews',
        'buy espresso machine',
        'espresso machine guide',
      ]),
    );
    expect(body.suggestions).not.toContain('best espresso machine');
    expect(new Set(body.suggestions).size).toBe(body.suggestions.length);
    expect(body.suggestions.length).toBeLessThanOrEqual(30);
  });

  it('finds it all in the history', async () => {
    const { client } = await app.newUser();
    const { body: made } = await client.post(`${prefix}/competitor`, { competitor_domain: 'example.com' });
    const { body } = await client.get(`${prefix}/history`);
    expect(body).toEqual({ success: true, data: [expect.any(Object)], next_cursor: null });
    const { body: one } = await client.get(`${prefix}/history/${made.data.research_id}`);
    expect(one).toEqual({ success: true, data: body.data[0] });
    expect(one.data).toMatchObject({
      id: made.data.research_id,
      query: 'Competitor analysis: example.com',
      keywords: made.data.keywords,
      clusters: made.data.clusters,
    });
  });

  it('without a token is not let in', async () => {
    for (const path of ['research', 'competitor', 'trending', 'analyze'])
      expect((await app.anonymous.post(`${prefix}/${path}`, {})).status).toBe(401);
    for (const path of ['suggestions?query=a', 'history', `history/${randomUUID()}`])
      expect((await app.anonymous.get(`${prefix}/${path}`)).status).toBe(401);
    expect((await app.anonymous.delete(`${prefix}/history/${randomUUID()}`)).status).toBe(401);
  });
});

describe('a keyword’s estimate', () => {
  it('is the same for everybody and differs by country', async () => {
    const [one, other] = [(await app.newUser()).client, (await app.newUser()).client];
    const first = (await research(one, 'shoes', 'boots')).body.data.keywords;
    const again = (await research(other, 'boots', 'shoes')).body.data.keywords;
    expect(again.find(({ keyword }: { keyword: string }) => keyword === 'shoes')).toEqual(first[0]);
    const inMalta = await one.post('/api/keywords/research', { seed_keywords: ['shoes'], location: 'mt' });
    expect(inMalta.body.data).toMatchObject({ location: 'MT', language: 'en' });
    expect(inMalta.body.data.keywords[0].search_volume).toBeLessThan(first[0].search_volume / 50);
  });
});

describe('a research that cannot be done', () => {
  it.each<[string, string, object, string]>([
    ['without seeds', 'research', {}, 'seed_keywords'],
    ['with an empty list', 'research', { seed_keywords: [] }, 'seed_keywords'],
    ['with a text for a list', 'research', { seed_keywords: 'shoes' }, 'seed_keywords'],
    ['with a number', 'research', { seed_keywords: [1] }, 'seed_keywords'],
    ['with blanks', 'research', { seed_keywords: ['  '] }, 'seed_keywords'],
    ['with signs alone', 'research', { seed_keywords: ['???'] }, 'seed_keywords'],
    ['with 81 characters', 'research', { seed_keywords: ['x'.repeat(81)] }, 'seed_keywords'],
    ['with eleven words', 'research', { seed_keywords: ['a b c d e f g h i j k'] }, 'seed_keywords'],
    ['with 51 seeds', 'research', { seed_keywords: Array(51).fill('shoe') }, 'seed_keywords'],
    ['with a number as location', 'research', { seed_keywords: ['a'], location: 7 }, 'location'],
    ['with a long industry', 'research', { seed_keywords: ['a'], industry: 'x'.repeat(81) }, 'industry'],
    ['with a field of nobody', 'research', { seed_keywords: ['a'], limit: 5 }, 'limit'],
    ['without a domain', 'competitor', {}, 'competitor_domain'],
    ['with an address', 'competitor', { competitor_domain: 'https://a.com' }, 'competitor_domain'],
    ['with a user', 'competitor', { competitor_domain: 'user@a.com' }, 'competitor_domain'],
    ['with an IP', 'competitor', { competitor_domain: '127.0.0.1' }, 'competitor_domain'],
    ['with a private name', 'competitor', { competitor_domain: 'printer.local' }, 'competitor_domain'],
    ['with an industry of signs', 'trending', { industry: '???' }, 'industry'],
    ['without keywords', 'analyze', {}, 'keywords'],
  ])('is refused %s (%s), the field named', async (_, path, body, field) => {
    const { id, client } = await app.newUser();
    const answer = await client.post(`/api/keywords/${path}`, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'http/input-invalid']);
    expect(answer.body.errors.map((issue: { path: string }) => issue.path)).toEqual([field]);
    expect(await app.sql('select id from keyword_research where created_by = $1', [id])).toEqual([]);
  });

  it('for want of a query names it', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.get('/api/keywords/suggestions');
    expect([status, body.errors[0].path]).toEqual([400, 'query']);
  });

  it('because nobody counts searches there, or not in that language, names what is counted', async () => {
    const { client } = await app.newUser();
    const ask = (place: object) =>
      client.post('/api/keywords/research', { seed_keywords: ['shoes'], ...place });
    const nowhere = await ask({ location: 'XX' });
    expect([nowhere.status, nowhere.body.code]).toEqual([422, 'keywords/location-unknown']);
    expect(nowhere.body.errors[0].path).toBe('location');
    const inLatin = await client.get('/api/keywords/suggestions?query=a&location=CH&language=la');
    expect([inLatin.status, inLatin.body.code]).toEqual([422, 'keywords/language-unknown']);
    expect(inLatin.body.errors).toEqual([
      { path: 'language', message: 'language must be one of de, fr, it' },
    ]);
    const french = await ask({ location: 'CH', language: 'FR' });
    expect(french.body.data).toMatchObject({ location: 'CH', language: 'fr' });
    const blank = await ask({ location: '', language: null, industry: ' ' });
    expect(blank.body.data).toMatchObject({ location: 'US', language: 'en', industry: null });
  });

  it('is refused to callers inside the house as well', async () => {
    const service = app.get(KeywordResearchService);
    await expect(service.research(randomUUID(), { seed_keywords: [] })).rejects.toMatchObject({
      code: 'keywords/keywords-unfit',
      kind: 'invalid',
      issues: [{ path: 'seed_keywords' }],
    });
    const trick = { competitor_domain: 'http://a@b.com' };
    await expect(service.competitor(randomUUID(), trick)).rejects.toMatchObject({
      code: 'keywords/domain-unfit',
      kind: 'invalid',
    });
  });
});
