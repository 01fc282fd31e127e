import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { LEAD_SORTS, type LeadSort } from '#domains/leads/lists/lead-sort';
import { newId } from '#kernel/ids';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeLeads } from './leads.makers.js';
import { everyPage } from './lists.makers.js';

/** A lead as it was put into the table. */
interface Row {
  [column: string]: unknown;
  id: string;
  email: string | null;
  first_name: string | null;
  company: string | null;
  status: string | null;
  lead_score: number | null;
  tags: string[] | null;
  created_at: string;
  updated_at: string;
  last_activity_at: string | null;
}

/** A parameter of a list, and which leads fulfil it. */
type Narrowing = [query: string, holds: (row: Row) => boolean];

const LEADS = 60;
const CAMPAIGN = randomUUID();
const SEED = 20_261_129;

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

async function idsOf(client: TestClient, query: string, limit: number): Promise<string[]> {
  return (await everyPage(client, `/api/leads?limit=${limit}&${query}`)).map(({ id }) => id);
}

const moment = fc
  .integer({ min: 0, max: 9 })
  .map((day) => new Date(Date.UTC(2026, 4, 1 + day)).toISOString());
const row = fc.record({
  first_name: fc.option(fc.constantFrom('ada', 'Bob', 'cleo'), { freq: 4 }),
  company: fc.option(fc.constantFrom('Acme', 'bolt', 'Coil'), { freq: 4 }),
  status: fc.option(fc.constantFrom('new', 'qualified', 'lost')),
  source: fc.constantFrom('manual', 'import'),
  lead_score: fc.option(fc.constantFrom(0, 40, 60, 95)),
  campaign_id: fc.option(fc.constant(CAMPAIGN)),
  tags: fc.option(fc.subarray(['a', 'b', 'c,d'])),
  custom_fields: fc.constantFrom({}, { plan: 'pro' }, { plan: 'free' }),
  created_at: moment,
  updated_at: moment,
  last_activity_at: fc.option(moment),
});

const scoreOf = ({ lead_score }: Row) => lead_score ?? 0;
const tagsOf = ({ tags }: Row) => tags ?? [];

const narrowing: fc.Arbitrary<Narrowing> = fc.constantFrom<Narrowing>(
  ['status=new', ({ status }) => (status ?? 'new') === 'new'],
  ['status=new&status=lost', ({ status }) => status !== 'qualified'],
  ['source=import', ({ source }) => source === 'import'],
  ['min_score=40&max_score=60', (lead) => scoreOf(lead) >= 40 && scoreOf(lead) <= 60],
  ['grade=A%2B&grade=C', (lead) => scoreOf(lead) === 95 || scoreOf(lead) === 60],
  ['tag=a&tag=c%2Cd', (lead) => tagsOf(lead).includes('a') || tagsOf(lead).includes('c,d')],
  ['tag=a&tag=b&tag_match=all', (lead) => tagsOf(lead).includes('a') && tagsOf(lead).includes('b')],
  [`campaign_id=${CAMPAIGN}`, ({ campaign_id }) => campaign_id === CAMPAIGN],
  [
    'created_from=2026-05-03&created_to=2026-05-07T00:00:00Z',
    ({ created_at }) => created_at >= '2026-05-03' && created_at < '2026-05-07T00:00:00.000Z',
  ],
  ['updated_from=2026-05-04', ({ updated_at }) => updated_at >= '2026-05-04'],
  [
    'last_activity_to=2026-05-06',
    ({ last_activity_at }) => last_activity_at !== null && last_activity_at < '2026-05-06',
  ],
  [
    `filter=${encodeURIComponent(JSON.stringify({ field: 'custom.plan', op: 'is', value: 'pro' }))}`,
    ({ custom_fields }) => (custom_fields as { plan?: string }).plan === 'pro',
  ],
);

const KEYS: Record<string, (lead: Row) => unknown> = {
  lead_score: scoreOf,
  name: ({ first_name }) => first_name?.toLowerCase() ?? null,
  company: ({ company }) => company?.toLowerCase() ?? null,
};

/** The order that a list promises: by the key, those without one last, and by id where keys are the same. */
function inOrder(sort: LeadSort, leads: readonly Row[]): Row[] {
  const field = sort.replace('-', '');
  const turn = sort.startsWith('-') ? -1 : 1;
  const keyOf = KEYS[field] ?? ((lead: Row) => lead[field]);
  const compare = (one: unknown, other: unknown) =>
    one === other ? 0 : (one as string) < (other as string) ? -turn : turn;
  return leads.toSorted((one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)];
    if ((a === null) !== (b === null)) return a === null ? 1 : -1;
    return compare(a, b) || compare(one.id, other.id);
  });
}

describe('a list in any order', () => {
  it('shows every lead that is meant once, in order, whatever the filter and the size of pages', async () => {
    const { id: ownerId, client } = await app.newUser();
    const drawn = fc.sample(row, { numRuns: LEADS, seed: SEED });
    const leads = drawn.map((one, at): Row => ({
      ...one,
      id: newId(),
      email: at % 9 === 0 ? null : `${at % 7}${at}@example.com`,
    }));
    await makeLeads(
      app,
      ownerId,
      leads.map((lead) => ({ ...lead, custom_fields: JSON.stringify(lead['custom_fields']) })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...LEAD_SORTS),
        fc.array(narrowing, { maxLength: 2 }).filter(([one, other]) => one?.[0] !== other?.[0] || !other),
        fc.integer({ min: 6, max: 40 }),
        async (sort, narrowings, limit) => {
          const query = [`sort=${sort}`, ...narrowings.map(([name]) => name)];
          const isOneStatus = query.filter((name) => name.startsWith('status')).length < 2;
          fc.pre(isOneStatus && query.filter((name) => name.startsWith('tag')).length < 2);
          const meant = leads.filter((lead) => narrowings.every(([, holds]) => holds(lead)));
          const expected = inOrder(sort, meant).map(({ id }) => id);
          expect(await idsOf(client, query.join('&'), limit)).toEqual(expected);
          const [first, second] = await Promise.all([
            client.get(`/api/leads?${query.join('&')}&limit=100`),
            client.get(`/api/leads?${query.join('&')}&limit=100&offset=2`),
          ]);
          expect(first.body).toMatchObject({ total: meant.length, total_estimated: false });
          expect(second.body.data.map(({ id }: Row) => id)).toEqual(expected.slice(2));
        },
      ),
      { numRuns: 20, seed: SEED },
    );
  });

  it('refuses a cursor of another order', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [{}, {}, {}]);
    const { body } = await client.get('/api/leads?limit=1&sort=email');
    for (const query of ['sort=-email', 'sort=name', '', 'q=lead']) {
      const refused = await client.get(`/api/leads?limit=1&${query}&cursor=${body.next_cursor}`);
      expect([refused.status, refused.body.code]).toEqual([400, 'http/cursor-unreadable']);
    }
  });

  it('goes on behind somebody else`s cursor without showing their leads', async () => {
    const [mine, theirs] = await Promise.all([app.newUser(), app.newUser()]);
    await makeLeads(app, mine.id, [{}, {}, {}]);
    await makeLeads(app, theirs.id, [{}, {}, {}]);
    for (const sort of LEAD_SORTS) {
      const { body } = await theirs.client.get(`/api/leads?limit=1&sort=${sort}`);
      const { body: next } = await mine.client.get(`/api/leads?sort=${sort}&cursor=${body.next_cursor}`);
      expect(next.data.every(({ created_by }: { created_by: string }) => created_by === mine.id)).toBe(true);
    }
  });

  it('shows the members of a segment of one`s own only', async () => {
    const [mine, theirs] = await Promise.all([app.newUser(), app.newUser()]);
    const ids = await makeLeads(app, mine.id, [{}, {}, { status: 'lost' }, {}]);
    const { body } = await mine.client.post('/api/leads/segments', { name: 'Few', kind: 'static' });
    await mine.client.post(`/api/leads/segments/${body.data.id}/members`, { lead_ids: ids.slice(1) });
    const query = `segment_id=${body.data.id}`;
    const asc = [ids[1], ids[2], ids[3]];
    expect(await idsOf(mine.client, `${query}&sort=created_at`, 2)).toEqual(asc);
    const byId = ids.slice(1).toSorted((one, other) => (one < other ? -1 : 1));
    expect(await idsOf(mine.client, `${query}&sort=name`, 2)).toEqual(byId);
    expect(await idsOf(mine.client, `${query}&status=lost`, 2)).toEqual([ids[2]]);
    for (const id of [body.data.id, randomUUID()]) {
      const refused = await theirs.client.get(`/api/leads?segment_id=${id}`);
      expect([refused.status, refused.body.code]).toEqual([404, 'leads/segment-not-found']);
    }
  });

  it.each([
    ['a word that is no status', 'status=gone', 400, 'status'],
    ['a number that is no whole one', 'min_score=1e1', 400, 'min_score'],
    ['a letter that is no grade', 'grade=E', 400, 'grade'],
    ['an empty tag', 'tag=', 400, 'tag'],
    ['a tag that is no text', 'tag=%00', 400, 'tag'],
    ['a way to match tags that there is not', 'tag_match=some', 400, 'tag_match'],
    ['an id that is none', 'segment_id=x', 400, 'segment_id'],
    ['a day that is none', 'created_from=yesterday', 400, 'created_from'],
    ['an order that there is not', 'sort=phone', 400, 'sort'],
    ['an order turned twice', 'sort=--email', 400, 'sort'],
    ['a parameter that there is not', 'owner=me', 400, 'owner'],
    ['a filter that is too long', `filter=${'['.repeat(6001)}`, 400, 'filter'],
    ['a filter that is no JSON', `filter=${'['.repeat(5999)}`, 422, 'filter'],
    ['a filter that says nothing', 'filter=%7B%7D', 422, 'filter'],
    [
      'a filter by what is no field',
      `filter=${encodeURIComponent('{"all":[{"field":"created_by","op":"is","value":"x"}]}')}`,
      422,
      'filter.all.0.field',
    ],
  ])('refuses %s and says where', async (_, query, status, path) => {
    const { client } = await app.newUser();
    const refused = await client.get(`/api/leads?${query}`);
    expect([refused.status, refused.body.errors?.[0].path]).toEqual([status, path]);
  });
});
