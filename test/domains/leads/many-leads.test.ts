import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { emails, everyPage } from './lists.makers.js';

const CAMPAIGN = randomUUID();

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('an owner of many leads', () => {
  const MANY = 14_500;
  let client: TestClient;

  beforeAll(async () => {
    const owner = await app.newUser();
    ({ client } = owner);
    await app.sql(
      `insert into leads (id, created_by, first_name, last_name, email, company, source, lead_score, tags, campaign_id, created_at)
       select gen_random_uuid(), $1, 'Ada', case when number in (40, 50) then 'Lovelace' else 'Byron' end,
         'ada' || number || '@example.com', case when number in (30, 9000) then 'Rare' else 'Common' end, 'import', number % 7,
         case when number % 1000 = 8 then array['speaker', 'guest'] when number % 2 = 0 then array['guest'] end,
         case when number % 100 = 5 then $2::uuid end, timestamptz '2026-01-01' + number * interval '1 second'
       from generate_series(1, ${MANY}) as number`,
      [owner.id, CAMPAIGN],
    );
    await app.sql('analyze leads');
  });

  it('is told an estimate of how many there are, and the truth where an index leads to few', async () => {
    const { body: all } = await client.get('/api/leads?limit=1');
    expect(all).toMatchObject({ total: MANY, total_estimated: false });
    const { body } = await client.get('/api/leads?limit=1&source=import');
    expect(body.total_estimated).toBe(true);
    expect(Math.abs(body.total / MANY - 1)).toBeLessThan(0.15);
    const { body: few } = await client.get(`/api/leads?limit=1&campaign_id=${CAMPAIGN}&sort=company`);
    expect(few).toMatchObject({ total: 145, total_estimated: false });
  });

  it('finds the few that are meant among them, however many pages that takes', async () => {
    const rare = encodeURIComponent(JSON.stringify({ field: 'company', op: 'is', value: 'rare' }));
    for (const sort of ['created_at', '-email', '-lead_score'])
      expect(await everyPage(client, `/api/leads?limit=50&sort=${sort}&filter=${rare}`)).toHaveLength(2);
    const first = await client.get(`/api/leads?sort=created_at&filter=${rare}&limit=50`);
    expect(first.body.data).toHaveLength(1);
    expect(first.body.next_cursor).not.toBeNull();
  });

  it('finds the few of a tag at once', async () => {
    for (const query of [
      'tag=speaker',
      'tag=speaker&tag=guest&tag_match=all',
      'tag=speaker&tag=none&sort=email',
    ]) {
      const { body } = await client.get(`/api/leads?limit=50&${query}`);
      expect(body.data).toHaveLength(15);
      expect(body).toMatchObject({ next_cursor: null, total: 15, total_estimated: false });
    }
  });

  it('cannot sort all of them by what has no index, but the few of a campaign', async () => {
    for (const sort of ['name', '-company', 'updated_at', '-last_activity_at']) {
      const refused = await client.get(`/api/leads?sort=${sort}`);
      expect([refused.status, refused.body.code]).toEqual([422, 'leads/too-many-to-sort']);
      expect(
        await everyPage(client, `/api/leads?limit=60&sort=${sort}&campaign_id=${CAMPAIGN}`),
      ).toHaveLength(145);
    }
    expect((await client.get('/api/leads?sort=email&offset=5')).body.code).toBe('leads/too-many-to-sort');
  });

  it('finds by search what is not among the newest, also misspelt', async () => {
    const found = async (q: string) =>
      emails(await client.get(`/api/leads?limit=50&q=${encodeURIComponent(q)}`));
    const lovelaces = ['ada50@example.com', 'ada40@example.com'];
    for (const q of ['lovelace', 'Lovelace Ada', 'ada lovel', 'lovelcae', 'lovelaace', 'loveace', 'lovelaze'])
      expect([q, await found(q)]).toEqual([q, lovelaces]);
    expect(await found('ada77@')).toEqual(['ada77@example.com']);
    expect(await found('nobody')).toEqual([]);
    expect(await found('ada!zz')).toEqual([]);
    const { body } = await client.get('/api/leads?limit=50&q=example.com');
    expect(body).toMatchObject({ total: 500, total_estimated: true });
    expect(await everyPage(client, '/api/leads?limit=100&q=example.com')).toHaveLength(500);
  });
});
