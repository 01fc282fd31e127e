import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { newLead } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

/** Two records of one person, and somebody else. */
async function twins() {
  const { id, client } = await app.newUser();
  const one = await newLead(client, {
    email: 'ada@work.example',
    name: 'Ada Lovelace',
    tags: ['vip'],
    custom_fields: { plan: 'pro' },
  });
  const two = await newLead(client, {
    email: 'ada.lovelace@home.example',
    name: 'Ada Lovelace',
    external_id: '7',
    phone: '+49 30 123456',
    tags: ['fair'],
    custom_fields: { seats: 3 },
  });
  const read = async (lead: { id: string }) => (await client.get(`/api/leads/${lead.id}`)).body.data;
  return { id, client, one, two, read, merge: { into: one.id, from: [two.id] } };
}

const apartFrom = (lead: Record<string, unknown>) => ({ ...lead, updated_at: '' });

describe('leads that are one person', () => {
  it('are shown as one before anything changes, and become it', async () => {
    const { client, one, two, read, merge } = await twins();
    const preview = (await client.post('/api/leads/merges/preview', merge)).body.data;
    expect(preview.lead).toMatchObject({
      id: one.id,
      email: 'ada@work.example',
      external_id: '7',
      phone_norm: '+4930123456',
      tags: ['vip', 'fair'],
      custom_fields: { plan: 'pro', seats: 3 },
    });
    expect(preview.fields).toContainEqual({
      field: 'phone',
      value: '+49 30 123456',
      from_lead_id: two.id,
      reason: 'by_hand',
    });
    expect([await read(one), await read(two)]).toEqual([one, two]);
    const { status, body } = await client.post('/api/leads/merges', merge);
    expect(status).toBe(201);
    expect(apartFrom(body.data.lead)).toEqual(apartFrom(preview.lead));
    expect(body.data.fields).toEqual(preview.fields);
    expect((await client.get(`/api/leads/${two.id}`)).status).toBe(404);
    expect((await client.get('/api/leads')).body.data).toHaveLength(1);
    expect((await client.get('/api/leads/removed')).body.data).toEqual([]);
    expect((await client.post(`/api/leads/${two.id}/restore`)).status).toBe(404);
  });

  it('take what was chosen', async () => {
    const { client, one, two, merge } = await twins();
    const choose = { email: two.id.toUpperCase() };
    const refused = await client.post('/api/leads/merges', { ...merge, choose: { email: randomUUID() } });
    expect([refused.status, refused.body.code]).toEqual([422, 'leads/merge-choice-invalid']);
    expect((await client.post('/api/leads/merges', { ...merge, choose: { hat: one.id } })).status).toBe(422);
    const { body } = await client.post('/api/leads/merges', { ...merge, choose });
    expect(body.data.lead.email).toBe('ada.lovelace@home.example');
    const again = await client.post('/api/leads', { email: 'ADA.lovelace@home.example' });
    expect(again.status).toBe(409);
  });

  it('have one timeline, and the proofs of both', async () => {
    const { client, one, two, merge } = await twins();
    await client.post(`/api/leads/${two.id}/notes`, { text: 'from the second' });
    const proof = { purpose: 'phone', decision: 'withdrawn', source: 'call' };
    await client.post(`/api/leads/${two.id}/consents`, proof);
    await client.post('/api/leads/merges', merge);
    const { data } = (await client.get(`/api/leads/${one.id}/timeline`)).body;
    expect(data.map(({ type }: { type: string }) => type)).toEqual(['merged', 'consent', 'note', 'created']);
    expect(data[0].data.leads).toEqual([{ id: two.id, name: 'Ada Lovelace', email: two.email }]);
    expect((await client.get(`/api/leads/${one.id}/consents`)).body.data).toMatchObject([
      { ...proof, current: true },
    ]);
  });

  it('are not written to when one of them said no, and neither is the address that went', async () => {
    const { id, client, two, merge } = await twins();
    await app.sql(`update leads set consent = 'withdrawn' where id = $1`, [two.id]);
    const { body } = await client.post('/api/leads/merges', merge);
    expect(body.data.lead.consent).toBe('withdrawn');
    const told = await app.sql<{ email: string }>(
      `select email from pgboss.job, jsonb_array_elements_text(data::jsonb -> 'emails') as email
       where name = 'leads.consent-withdrawn' and data ->> 'ownerId' = $1 order by 1`,
      [id],
    );
    expect(told.map(({ email }) => email)).toEqual(['ada.lovelace@home.example', 'ada@work.example']);
  });
});

describe('a merge', () => {
  it('that is undone leaves all as it was, but for what was changed since', async () => {
    const { client, one, two, read, merge } = await twins();
    const { merge_id } = (await client.post('/api/leads/merges', merge)).body.data;
    await client.put(`/api/leads/${one.id}`, { job_title: 'Countess' });
    const { status, body } = await client.post(`/api/leads/merges/${merge_id}/undo`);
    expect([status, body.data.restored_ids]).toEqual([200, [two.id]]);
    expect(await read(two)).toEqual(two);
    const after = await read(one);
    expect(apartFrom(after)).toEqual({
      ...apartFrom(one),
      job_title: 'Countess',
      field_sources: { job_title: expect.objectContaining({ by: 'person' }) },
    });
    const again = await client.post(`/api/leads/merges/${merge_id}/undo`);
    expect([again.status, again.body.code]).toEqual([409, 'leads/merge-already-undone']);
    const { data } = (await client.get('/api/leads/merges')).body;
    expect(data).toMatchObject([{ id: merge_id, into_id: one.id, from_ids: [two.id] }]);
    expect(data[0].undone_at).toMatch(/Z$/);
  });

  it('is undone the last first, and only while the lead that stayed is there', async () => {
    const { client, one, two } = await twins();
    const three = await newLead(client);
    const merge = async (into: string, from: string) =>
      (await client.post('/api/leads/merges', { into, from: [from] })).body.data.merge_id;
    const undo = async (id: string) => {
      const { status, body } = await client.post(`/api/leads/merges/${id}/undo`);
      return status === 200 ? 'undone' : body.code;
    };
    const [first, second] = [await merge(one.id, two.id), await merge(one.id, three.id)];
    expect(await undo(first)).toBe('leads/merge-not-latest');
    expect(await undo(second)).toBe('undone');
    const third = await merge(three.id, one.id);
    expect(await undo(first)).toBe('leads/merged-lead-gone');
    const { data } = (await client.get(`/api/leads/${three.id}/timeline`)).body;
    expect(data.map(({ type }: { type: string }) => type)).toContain('merge_undone');
    expect([await undo(third), await undo(first)]).toEqual(['undone', 'undone']);
    expect((await client.get('/api/leads')).body.data).toHaveLength(3);
  });

  it('is not undone onto an address that is another lead`s by now; nothing changes then', async () => {
    const { client, one, two, read, merge } = await twins();
    const { merge_id, lead } = (await client.post('/api/leads/merges', merge)).body.data;
    await newLead(client, { email: two.email });
    const { status, body } = await client.post(`/api/leads/merges/${merge_id}/undo`);
    expect([status, body.code]).toEqual([409, 'leads/restored-key-taken']);
    expect(await read(one)).toEqual(lead);
  });

  it('into a lead that is forgotten is forgotten with it', async () => {
    const { id, client, one, merge } = await twins();
    await client.post('/api/leads/merges', merge);
    await client.delete(`/api/leads/${one.id}`);
    expect((await client.get('/api/leads/removed')).body.data).toHaveLength(1);
    await client.delete(`/api/leads/removed/${one.id}`);
    for (const table of ['removed_leads', 'lead_merges', 'lead_activities'])
      expect(await app.sql(`select from ${table} where created_by = $1`, [id])).toEqual([]);
  });

  it.each([
    ['into itself', (one: string) => ({ into: one, from: [one] }), 422],
    ['of a lead that is not there', (one: string) => ({ into: one, from: [randomUUID()] }), 404],
    ['of nothing', (one: string) => ({ into: one, from: [] }), 400],
    [
      'of more than ten',
      (one: string) => ({ into: one, from: Array.from({ length: 11 }, () => randomUUID()) }),
      400,
    ],
  ])('is refused %s', async (_what, wanted, status) => {
    const { client, one, two } = await twins();
    expect((await client.post('/api/leads/merges', wanted(one.id))).status).toBe(status);
    expect((await client.get(`/api/leads/${two.id}`)).body.data).toEqual(two);
  });
});

describe('leads that may be the same person', () => {
  it('are found by number, name and mailbox, the likeliest first', async () => {
    const { client, one, two } = await twins();
    await newLead(client, { name: 'Ada Other' });
    const phone = await newLead(client, { phone: '030 123456', country: 'Germany' });
    const found = async (lead: { id: string }) =>
      (await client.get(`/api/leads/${lead.id}/duplicates`)).body.data.map(
        ({ lead: { id }, reasons }: { lead: { id: string }; reasons: string[] }) => [id, reasons],
      );
    expect(await found(one)).toEqual([[two.id, ['same_name']]]);
    expect(await found(phone)).toEqual([[two.id, ['same_phone']]]);
    const box = await newLead(client, { email: 'ada.lovelace@other.example', name: 'Ada Lovelace' });
    expect(await found(two)).toEqual([
      [box.id, ['same_mailbox', 'same_name']],
      [phone.id, ['same_phone']],
      [one.id, ['same_name']],
    ]);
  });
});

describe('somebody else', () => {
  it('merges no lead of mine, chooses none, and neither sees nor undoes a merge', async () => {
    const mine = await twins();
    const { client } = await app.newUser();
    const own = await newLead(client, { name: 'Ada Lovelace' });
    for (const path of ['/api/leads/merges', '/api/leads/merges/preview'])
      for (const wanted of [
        mine.merge,
        { into: own.id, from: [mine.two.id] },
        { into: mine.one.id, from: [own.id] },
      ])
        expect((await client.post(path, wanted)).status).toBe(404);
    const other = await newLead(client);
    const choose = { company: mine.one.id };
    expect((await client.post('/api/leads/merges', { into: own.id, from: [other.id], choose })).status).toBe(
      422,
    );
    expect([await mine.read(mine.one), await mine.read(mine.two)]).toEqual([mine.one, mine.two]);
    const { merge_id } = (await mine.client.post('/api/leads/merges', mine.merge)).body.data;
    expect((await client.post(`/api/leads/merges/${merge_id}/undo`)).status).toBe(404);
    expect((await client.post('/api/leads/merges/not-a-uuid/undo')).status).toBe(404);
    expect((await client.get('/api/leads/merges')).body.data).toEqual([]);
    expect((await client.get(`/api/leads/${mine.one.id}/duplicates`)).status).toBe(404);
    expect((await client.get(`/api/leads/${own.id}/duplicates`)).body.data).toEqual([]);
    expect((await mine.client.post(`/api/leads/merges/${merge_id}/undo`)).status).toBe(200);
    expect((await app.anonymous.get('/api/leads/merges')).status).toBe(401);
  });
});
