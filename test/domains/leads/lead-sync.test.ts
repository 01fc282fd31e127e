import { startApp, type TestApp } from '../../support/app.js';
import { ScriptedServer } from '../../support/scripted-server.js';

const KEY = 'key-of-the-source';
const NOTHING = {
  synced_count: 0,
  new_leads: 0,
  updated_leads: 0,
  unchanged_leads: 0,
  refused_leads: 0,
  more: false,
};

let crm: ScriptedServer;
let app: TestApp;

beforeAll(async () => {
  crm = await ScriptedServer.start();
  app = await startApp({
    settings: {
      LEAD_SOURCE_URL: `${crm.url}/v1/people?list=all`,
      LEAD_SOURCE_KEY: KEY,
      OUTBOUND_ALLOW: '127.0.0.1',
    },
  });
});
afterAll(async () => {
  await app.close();
  await crm.close();
});
beforeEach(() => crm.clear());

const page = (leads: unknown[], next_cursor: string | null = null) => ({ body: { leads, next_cursor } });
const asked = () =>
  crm.requests.map(({ path }) => Object.fromEntries(new URL(path, 'http://crm').searchParams.entries()));

describe('leads of another system', () => {
  it('come in page by page, by the names that fields have there, and are counted as they are', async () => {
    const { id, client } = await app.newUser();
    await client.post('/api/leads/fields', { key: 'seats', type: 'number' });
    await client.post('/api/leads', { email: 'known@example.com', company: 'By hand' });
    crm.will(
      page(
        [
          {
            id: 17,
            Email: 'Ada@example.com',
            firstName: 'Ada',
            Telefon: '+49 30 123456',
            tags: ['vip', 'fair'],
          },
          { email: 'known@example.com', company: 'Told', job_title: 'CEO', secret: { deep: true } },
        ],
        'second page',
      ),
      page([
        { id: 'b-1', properties: { email: 'bob@example.com', 'Lead Status': 'IN_PROGRESS', Plan: 'pro' } },
        { email: 'eve@example.com', custom_fields: { seats: 'many' } },
        { email: 'no address' },
        'nonsense',
      ]),
    );
    const { status, body } = await client.post('/api/leads/sync');
    expect([status, body.data]).toEqual([
      200,
      {
        ...NOTHING,
        synced_count: 3,
        new_leads: 2,
        updated_leads: 1,
        refused_leads: 3,
        sync_time: expect.stringMatching(/^\d{4}-.*Z$/),
        sources: ['rest'],
      },
    ]);
    expect(asked()).toEqual([
      { list: 'all', owner: id, limit: '500' },
      { list: 'all', owner: id, limit: '500', cursor: 'second page' },
    ]);
    expect(crm.last.headers.authorization).toBe(`Bearer ${KEY}`);
    const leads = (await client.get('/api/leads')).body.data;
    const lead = (email: string) => leads.find((one: { email: string }) => one.email === email);
    expect(lead('Ada@example.com')).toMatchObject({
      first_name: 'Ada',
      phone_norm: '+4930123456',
      external_id: '17',
      tags: ['vip', 'fair'],
      source: 'rest',
      origin: 'provider',
    });
    expect(lead('bob@example.com')).toMatchObject({
      status: 'contacted',
      external_id: 'b-1',
      custom_fields: { plan: 'pro' },
    });
    // What a person has entered stays; what was empty is filled, and it is known by whom.
    expect(lead('known@example.com')).toMatchObject({
      company: 'By hand',
      job_title: 'CEO',
      field_sources: { job_title: { by: 'provider' } },
    });
    expect(leads).toHaveLength(3);
  });

  it('are known again by the ids of that source, and by no id that another system gave', async () => {
    const { client } = await app.newUser();
    const by = { written_by: 'provider' };
    await client.post('/api/leads/upsert', { lead: { email: 'other@example.com', external_id: '2' }, ...by });
    crm.will(
      page([{ id: 1, email: 'a@example.com' }]),
      page([
        { id: 1, email: 'moved@example.com' },
        { id: 2, email: 'b@example.com' },
      ]),
    );
    expect((await client.post('/api/leads/sync')).body.data).toMatchObject({ new_leads: 1 });
    expect((await client.post('/api/leads/sync')).body.data).toMatchObject({
      new_leads: 1,
      updated_leads: 1,
    });
    const leads: { email: string; external_id: string | null }[] = (await client.get('/api/leads')).body.data;
    expect(Object.fromEntries(leads.map(({ email, external_id }) => [email, external_id]))).toEqual({
      'other@example.com': '2',
      'moved@example.com': '1',
      'b@example.com': null,
    });
  });

  it('are asked for from where the last time ended, and once more of what was changed shortly before', async () => {
    const { id, client } = await app.newUser();
    const lead = { id: 1, email: 'a@example.com', company: 'A' };
    crm.will(page([lead]), page([lead]));
    const began = Date.now();
    expect((await client.post('/api/leads/sync')).body.data).toMatchObject({ new_leads: 1 });
    expect((await client.post('/api/leads/sync')).body.data).toMatchObject({
      ...NOTHING,
      unchanged_leads: 1,
      sources: ['rest'],
    });
    const since = Date.parse(asked()[1]!['updated_since']!);
    expect(asked()[1]).toMatchObject({ owner: id, list: 'all' });
    expect(Math.abs(began - 5 * 60_000 - since)).toBeLessThan(60_000);
  });

  it('that were kept stay when the source breaks off, and the next call goes on with the page that was missing', async () => {
    const { client } = await app.newUser();
    crm.will(page([{ email: 'a@example.com' }], 'p2'), { status: 500, body: 'internal secret' });
    const broken = await client.post('/api/leads/sync');
    expect([broken.status, broken.body.code]).toEqual([503, 'leads/source-failed']);
    expect(broken.body.error).toBe(
      'The lead source at LEAD_SOURCE_URL did not answer as it should: it answered 500.',
    );
    expect((await client.get('/api/leads')).body.data).toHaveLength(1);
    crm.clear();
    crm.will(page([{ email: 'b@example.com' }]));
    expect((await client.post('/api/leads/sync')).body.data).toMatchObject({ new_leads: 1, more: false });
    expect(asked()).toMatchObject([{ cursor: 'p2' }]);
    expect(asked()[0]).not.toHaveProperty('updated_since');
    expect((await client.get('/api/leads')).body.data).toHaveLength(2);
  });

  it.each([
    ['refuses our key', { status: 401, body: {} }, 'leads/source-key-refused', 'check LEAD_SOURCE_KEY'],
    ['asks for a pause', { status: 429, body: {} }, 'leads/source-failed', 'it asks for a pause'],
    ['answers no JSON', { body: '<html>' }, 'leads/source-failed', 'is not JSON'],
    ['answers no list', { body: { leads: {} } }, 'leads/source-failed', 'no list of leads'],
    ['answers too many', page(Array(1_001).fill({})), 'leads/source-failed', 'more than 1000'],
    ['points nowhere', { body: { leads: [], next_cursor: 5 } }, 'leads/source-failed', 'next_cursor'],
    ['goes away', { pieces: ['{'], ending: 'reset' }, 'leads/source-failed', 'LEAD_SOURCE_URL'],
  ] as const)(
    'are not taken from a source that %s; it is said which setting is about it',
    async (_what, answer, code, words) => {
      const { client } = await app.newUser();
      crm.will(answer);
      const { status, body } = await client.post('/api/leads/sync');
      expect([status, body.code]).toEqual([503, code]);
      expect(body.error).toContain(words);
      expect((await client.get('/api/leads')).body.data).toEqual([]);
    },
  );

  it('are asked for from the beginning once the source does not know the cursor any more', async () => {
    const { client } = await app.newUser();
    crm.will(page([{ email: 'a@example.com' }], 'p2'), { status: 410, body: {} });
    const { status, body } = await client.post('/api/leads/sync');
    expect([status, body.code]).toEqual([503, 'leads/source-cursor-refused']);
    crm.clear();
    crm.will(page([{ email: 'a@example.com' }, { email: 'b@example.com' }]));
    expect((await client.post('/api/leads/sync')).body.data).toMatchObject({ new_leads: 1, more: false });
    expect(asked()[0]).not.toHaveProperty('cursor');
  });

  it('are not asked for round and round', async () => {
    const { client } = await app.newUser();
    crm.will(page([], 'p2'), page([], 'p2'));
    expect((await client.post('/api/leads/sync')).body.error).toContain('does not move on');
  });

  it('are asked for once at a time for each owner', async () => {
    const [one, other] = [await app.newUser(), await app.newUser()];
    await app.sql(
      `insert into lead_sync_states (created_by, source, held_by, held_until)
       values ($1, 'rest', gen_random_uuid(), now() + interval '1 minute')`,
      [one.id],
    );
    const refused = await one.client.post('/api/leads/sync');
    expect([refused.status, refused.body.code, crm.requests.length]).toEqual([409, 'leads/sync-running', 0]);
    crm.will(page([{ email: 'a@example.com' }]));
    expect((await other.client.post('/api/leads/sync')).body.data).toMatchObject({ new_leads: 1 });
    expect((await one.client.get('/api/leads')).body.data).toEqual([]);
    // Whoever held it has died.
    await app.sql(
      `update lead_sync_states set held_until = now() - interval '1 second' where created_by = $1`,
      [one.id],
    );
    crm.will(page([{ email: 'a@example.com' }]));
    expect((await one.client.post('/api/leads/sync')).body.data).toMatchObject({ new_leads: 1 });
  });

  it('are for who is signed in', async () => {
    expect((await app.anonymous.post('/api/leads/sync')).status).toBe(401);
    expect(crm.requests).toEqual([]);
  });
});
