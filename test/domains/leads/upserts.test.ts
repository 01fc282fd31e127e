import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const upsert = async (client: TestClient, lead: object, rules: object = {}) =>
  (await client.post('/api/leads/upsert', { lead, ...rules })).body;
const batch = async (client: TestClient, leads: unknown[], rules: object = {}) => {
  const { status, body } = await client.post('/api/leads/batch', { leads, ...rules });
  expect(status).toBe(200);
  return body.data;
};

describe('a lead that may be known', () => {
  it('is made, then known again by its external id or its address', async () => {
    const { client } = await app.newUser();
    const made = await upsert(client, {
      email: 'Ada@example.com',
      external_id: '7',
      name: 'Ada L',
      tags: ['a'],
    });
    expect(made.data).toMatchObject({
      outcome: 'created',
      kept: [],
      lead: { source: 'manual', tags: ['a'] },
    });
    const { id } = made.data.lead;
    const byId = await upsert(client, { external_id: '7', email: 'ada@new.example', company: 'AE' });
    expect(byId.data).toMatchObject({
      outcome: 'updated',
      lead: { id, email: 'ada@new.example', company: 'AE', first_name: 'Ada' },
    });
    const byAddress = await upsert(client, {
      email: 'ADA@new.example',
      external_id: '8',
      tags: ['b'],
      source: 'x',
    });
    expect(byAddress.data).toMatchObject({
      outcome: 'updated',
      lead: { id, external_id: '8', tags: ['a', 'b'], source: 'manual' },
    });
    expect((await upsert(client, { external_id: '8', company: 'AE' })).data.outcome).toBe('unchanged');
    expect((await upsert(client, { external_id: '8', company: null })).data.lead.company).toBeNull();
    expect((await client.get('/api/leads')).body.data).toHaveLength(1);
  });

  it('is refused where its keys are of two leads, where it has none, and where a field is wrong', async () => {
    const { client } = await app.newUser();
    await client.post('/api/leads/fields', { key: 'seats', type: 'number' });
    await upsert(client, { email: 'a@example.com', external_id: 'a' });
    await upsert(client, { email: 'b@example.com' });
    const two = await client.post('/api/leads/upsert', {
      lead: { email: 'b@example.com', external_id: 'a' },
    });
    expect([two.status, two.body.code]).toEqual([422, 'leads/upsert-refused']);
    expect((await client.post('/api/leads/upsert', { lead: { name: 'Nobody' } })).status).toBe(422);
    const wrong = { email: 'c@example.com', custom_fields: { seats: 'many' } };
    expect((await client.post('/api/leads/upsert', { lead: wrong })).body.errors).toEqual([
      { path: 'custom_fields.seats', message: 'custom_fields.seats must be a number' },
    ]);
    expect((await client.post('/api/leads/upsert', { lead: { email: 'no' } })).status).toBe(400);
    expect((await client.get('/api/leads')).body.data).toHaveLength(2);
  });

  it('that a person wrote is not written over by a provider, which is told', async () => {
    const { client } = await app.newUser();
    const known = { email: 'a@example.com', company: 'By hand', custom_fields: { plan: 'pro' } };
    const { lead } = (await upsert(client, known)).data;
    const said = {
      email: 'a@example.com',
      company: 'Bought',
      industry: 'Retail',
      custom_fields: { plan: 'x', n: 1 },
    };
    const after = (await upsert(client, said, { written_by: 'provider' })).data;
    expect(after).toMatchObject({
      outcome: 'updated',
      kept: ['company', 'custom.plan'],
      lead: { id: lead.id, company: 'By hand', industry: 'Retail', custom_fields: { plan: 'pro', n: 1 } },
    });
    const again = await upsert(client, said, { written_by: 'provider' });
    expect(again.data).toMatchObject({ outcome: 'unchanged', kept: ['company', 'custom.plan'] });
    const by = await upsert(client, { email: 'new@example.com' }, { written_by: 'agent' });
    expect(by.data.lead.origin).toBe('agent');
  });
});

describe('a batch of leads', () => {
  it('says of each what became of it; a wrong one keeps no other out', async () => {
    const { client } = await app.newUser();
    await upsert(client, { email: 'known@example.com', external_id: 'k', company: 'Old' });
    const data = await batch(client, [
      { email: 'new@example.com', custom_fields: { a: null, b: 1 } },
      { email: 'not an address' },
      { external_id: 'k', company: 'New' },
      { email: 'KNOWN@example.com' },
      { email: 'NEW@example.com', company: 'twice' },
      { email: 'x@example.com', created_by: '1' },
      'text',
      { external_id: 'only' },
    ]);
    expect(
      data.results.map(({ index, outcome }: { index: number; outcome: string }) => [index, outcome]),
    ).toEqual([
      [0, 'created'],
      [1, 'refused'],
      [2, 'updated'],
      [3, 'refused'],
      [4, 'refused'],
      [5, 'refused'],
      [6, 'refused'],
      [7, 'created'],
    ]);
    expect(data).toMatchObject({ created: 2, updated: 1, unchanged: 0, skipped: 0, refused: 5 });
    expect(data.results[1].errors[0].path).toBe('email');
    expect(data.results[3].errors[0].message).toContain('number 2');
    expect(data.results[4].errors[0].message).toContain('number 0');
    const { data: found } = (await client.get('/api/leads')).body;
    expect(found).toHaveLength(3);
    expect(found.find(({ email }: { email: string }) => email === 'new@example.com').custom_fields).toEqual({
      b: 1,
    });
  });

  it('fills, or leaves alone, when asked to', async () => {
    const { client } = await app.newUser();
    await upsert(client, { email: 'a@example.com', company: 'Old' });
    const said = [{ email: 'a@example.com', company: 'New', job_title: 'CEO' }, { email: 'b@example.com' }];
    expect(await batch(client, said, { on_match: 'skip' })).toMatchObject({ created: 1, skipped: 1 });
    expect(await batch(client, said, { on_match: 'fill' })).toMatchObject({ updated: 1, unchanged: 1 });
    const [, lead] = (await client.get('/api/leads')).body.data;
    expect(lead).toMatchObject({ company: 'Old', job_title: 'CEO' });
  });

  it('of a thousand is kept whole, beside others that write the same leads at the same time', async () => {
    const { id, client } = await app.newUser();
    const leads = Array.from({ length: 1_000 }, (_, at) => ({
      email: `p${at}@example.com`,
      company: `C${at}`,
    }));
    const turned = leads.toReversed();
    const [one, other] = await Promise.all([
      batch(client, leads),
      batch(client, turned, { on_match: 'fill' }),
    ]);
    expect(one.created + other.created).toBe(1_000);
    expect(one.refused + other.refused).toBe(0);
    const [row] = await app.sql<{ leads: number }>(
      `select count(*)::int as leads from leads where created_by = $1`,
      [id],
    );
    expect(row?.leads).toBe(1_000);
    const tooMany = await client.post('/api/leads/batch', {
      leads: [...leads, { email: 'more@example.com' }],
    });
    expect(tooMany.status).toBe(400);
  });

  it('that withdraws consent leaves proofs and tells whoever sends mail; it grants none that was withdrawn', async () => {
    const { id, client } = await app.newUser();
    const said = (consent: string) => [{ email: 'a@example.com', consent }, { email: 'b@example.com' }];
    await batch(client, said('granted'));
    await batch(client, said('withdrawn'));
    const { results, updated } = await batch(client, said('granted'));
    expect(updated).toBe(0);
    const proofs = (await client.get(`/api/leads/${results[0].lead_id}/consents`)).body.data;
    expect(proofs).toMatchObject([
      { decision: 'withdrawn', source: 'written into the lead by: person', current: true },
      { decision: 'granted' },
    ]);
    const jobs = await app.sql(
      `select data from pgboss.job where name = 'leads.consent-withdrawn' and data ->> 'ownerId' = $1`,
      [id],
    );
    expect(jobs).toEqual([{ data: { ownerId: id, emails: ['a@example.com'] } }]);
  });

  it('that gives a lead another address does not give that address its consent, unless it is proven or said', async () => {
    const { client } = await app.newUser();
    const told = async (email: string, more: object = {}, rules: object = { written_by: 'provider' }) =>
      (await batch(client, [{ external_id: 'x', email, ...more }], rules)).results[0];
    const lead = async () => (await client.get('/api/leads')).body.data[0];
    const { lead_id: id } = await told('a@example.com', { consent: 'granted' });
    await told('A@Example.com');
    expect((await lead()).consent).toBe('granted');
    await told('b@example.com', {}, { written_by: 'person' });
    expect(await lead()).toMatchObject({ email: 'b@example.com', consent: 'unknown' });
    const proof = { purpose: 'email', decision: 'granted', text: 'Yes, write to me.', source: 'fair' };
    await client.post(`/api/leads/${id}/consents`, proof);
    // A person has entered that address: nobody else replaces it, and consent stays with it.
    await told('c@example.com');
    expect(await lead()).toMatchObject({ email: 'b@example.com', consent: 'granted' });
    await told('a@example.com', {}, { written_by: 'person' });
    expect(await lead()).toMatchObject({ email: 'a@example.com', consent: 'granted' });
    await told('d@example.com', { consent: 'granted' }, { written_by: 'person' });
    expect(await lead()).toMatchObject({ email: 'd@example.com', consent: 'granted' });
    const [latest] = (await client.get(`/api/leads/${id}/consents`)).body.data;
    expect(latest).toMatchObject({ email: 'd@example.com', decision: 'granted', current: true });
    await told('d@example.com', { consent: 'withdrawn' });
    await told('a@example.com', {}, { written_by: 'person' });
    expect(await lead()).toMatchObject({ email: 'a@example.com', consent: 'withdrawn' });
  });

  it('never meets a lead of somebody else, whose keys are free', async () => {
    const mine = await app.newUser();
    const { lead } = (
      await upsert(mine.client, { email: 'a@example.com', external_id: 'a', company: 'Mine' })
    ).data;
    const { client } = await app.newUser();
    const theirs = (await upsert(client, { email: 'a@example.com', external_id: 'a', company: 'Theirs' }))
      .data;
    expect(theirs.outcome).toBe('created');
    expect(await batch(client, [{ external_id: 'a', company: 'X' }])).toMatchObject({ updated: 1 });
    expect((await mine.client.get(`/api/leads/${lead.id}`)).body.data).toEqual(lead);
    for (const path of ['upsert', 'batch'])
      expect((await app.anonymous.post(`/api/leads/${path}`, {})).status).toBe(401);
  });
});

it('leads of other systems are none where no system is connected', async () => {
  const { client } = await app.newUser();
  const { status, body } = await client.post('/api/leads/sync');
  expect([status, body.data]).toEqual([
    200,
    {
      synced_count: 0,
      new_leads: 0,
      updated_leads: 0,
      unchanged_leads: 0,
      refused_leads: 0,
      more: false,
      sync_time: expect.any(String),
      sources: [],
    },
  ]);
});
