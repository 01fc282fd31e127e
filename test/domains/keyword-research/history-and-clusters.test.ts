import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { ScriptedServer } from '../../support/scripted-server.js';

const HISTORY = '/api/keywords/history';

let model: ScriptedServer;
let app: TestApp;
beforeAll(async () => {
  model = await ScriptedServer.start();
  app = await startApp({ roles: 'web', settings: { OPENAI_BASE_URL: `${model.url}/v1` } });
});
beforeEach(() => model.clear());
afterAll(async () => {
  await app.close();
  await model.close();
});

const research = (client: TestClient, ...seeds: string[]) =>
  client.post('/api/keywords/research', { seed_keywords: seeds });

describe('the history', () => {
  it('comes newest first, page by page', async () => {
    const { client } = await app.newUser();
    for (const seed of ['one', 'two', 'three']) await research(client, seed);
    const first = await client.get(`${HISTORY}?limit=2`);
    expect(first.body.data.map(({ query }: { query: string }) => query)).toEqual(['three', 'two']);
    const rest = await client.get(`${HISTORY}?limit=2&cursor=${first.body.next_cursor}`);
    expect(rest.body.data.map(({ query }: { query: string }) => query)).toEqual(['one']);
    expect(rest.body.next_cursor).toBeNull();
    expect((await client.get(`${HISTORY}?limit=51`)).status).toBe(400);
    expect((await client.get(`${HISTORY}?cursor=nonsense`)).status).toBe(400);
  });

  it('is nobody else’s: not to list, not to read, not to delete', async () => {
    const { client } = await app.newUser();
    const { client: stranger } = await app.newUser();
    const path = `${HISTORY}/${(await research(client, 'secret plan')).body.data.research_id}`;
    expect((await stranger.get(HISTORY)).body.data).toEqual([]);
    for (const answer of [await stranger.get(path), await stranger.delete(path)])
      expect([answer.status, answer.body.code]).toEqual([404, 'keywords/research-not-found']);
    expect((await client.get(path)).status).toBe(200);
  });

  it('loses what its owner deletes', async () => {
    const { client } = await app.newUser();
    const path = `${HISTORY}/${(await research(client, 'shoes')).body.data.research_id}`;
    expect((await client.delete(path)).body).toEqual({ success: true, data: { deleted: true } });
    expect((await client.get(path)).status).toBe(404);
    expect((await client.delete(path)).status).toBe(404);
    expect((await client.get(`${HISTORY}/7`)).status).toBe(404);
  });

  it('completes rows of a former version and passes over what is no keyword', async () => {
    const { id, client } = await app.newUser();
    const kept = { keyword: 'buy shoes', search_volume: 12, difficulty: 3.5, cpc: 1, competition: 'High' };
    await app.sql('insert into keyword_research (created_by, query, keywords) values ($1, $2, $3)', [
      id,
      'old',
      JSON.stringify([kept, 'shoes', null, { word: 'x' }]),
    ]);
    const { body } = await client.get(HISTORY);
    expect(body.data).toMatchObject([
      { query: 'old', kind: 'research', location: null, estimated: true, clusters: [] },
    ]);
    expect(body.data[0].keywords).toEqual([
      {
        ...kept,
        serp_features: [],
        trend_data: [],
        intent: 'transactional',
        estimated: true,
        as_of: null,
        unknown: [],
      },
    ]);
  });
});

const everyKeyword = (clusters: { keywords: string[] }[]) =>
  clusters.flatMap(({ keywords }) => keywords).toSorted();

describe('clusters', () => {
  const withModel = async () => {
    const { client } = await app.newUser();
    await client.put('/api/user/secrets/openai', { value: `sk-proj-${randomUUID()}` });
    return client;
  };
  const vectors = (...embeddings: number[][]) => ({
    path: '/embeddings',
    body: {
      object: 'list',
      model: 'text-embedding-3-small',
      data: embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      usage: { prompt_tokens: 5, total_tokens: 5 },
    },
  });

  it('hold keywords that share their words while no model is configured', async () => {
    const { client } = await app.newUser();
    const { data } = (await research(client, 'running shoes', 'coffee grinder')).body;
    expect(data.clustered_by).toBe('words');
    expect(data.clusters).toHaveLength(2);
    const about = data.clusters.map(({ keywords }: { keywords: string[] }) => keywords.join());
    expect(about.filter((words: string) => words.includes('coffee') && words.includes('shoes'))).toEqual([]);
    const names = data.keywords.map(({ keyword }: { keyword: string }) => keyword);
    expect(everyKeyword(data.clusters)).toEqual(names.toSorted());
  });

  it('hold keywords of one meaning where a model is, whatever their words', async () => {
    const seeds = ['car', 'automobile', 'bread'];
    const meanings: Record<string, number[]> = { car: [1, 0], automobile: [0.98, 0.2], bread: [0, 1] };
    const { client: without } = await app.newUser();
    const rows: { keyword: string; search_volume: number }[] = (await research(without, ...seeds)).body.data
      .keywords;
    const asked = rows
      .toSorted((a, b) => b.search_volume - a.search_volume || (a.keyword < b.keyword ? -1 : 1))
      .map(({ keyword }) => keyword);
    const meant = (keyword: string) => seeds.find((seed) => keyword.includes(seed)) ?? '';
    model.will(vectors(...asked.map((keyword) => meanings[meant(keyword)] ?? [])));
    const { data } = (await research(await withModel(), ...seeds)).body;
    expect(model.last.body).toMatchObject({ input: asked });
    expect(data.clustered_by).toBe('meaning');
    const clusters: string[][] = data.clusters.map(({ keywords }: { keywords: string[] }) => keywords);
    expect(clusters).toHaveLength(2);
    expect(clusters.find((cluster) => cluster.includes('car'))).toContain('automobile');
    expect(everyKeyword(data.clusters)).toEqual(asked.toSorted());
  });

  it('fall back to words, and say so, when the model does not answer', async () => {
    const client = await withModel();
    model.will({ path: '/embeddings', status: 400, body: { error: { message: 'no', code: 'no' } } });
    const { status, body } = await research(client, 'running shoes');
    expect([status, body.data.clustered_by]).toEqual([200, 'words']);
    expect(model.requests.length).toBeGreaterThan(0);
  });
});
