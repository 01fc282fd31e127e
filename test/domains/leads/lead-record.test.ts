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

describe('what is kept of a lead', () => {
  it('is tidy: names are composed and trimmed, a phone number is also written as E.164', async () => {
    const { client } = await app.newUser();
    const { body } = await client.post('/api/leads', {
      email: 'zoe@example.com',
      name: '  Zoe\u0308   Mu\u0308ller ',
      company: '  ',
      phone: ' 030 / 123 456 ',
      country: 'Germany',
    });
    expect(body.data).toMatchObject({
      first_name: 'Zoë',
      last_name: 'Müller',
      company: null,
      phone: '030 / 123 456',
      phone_norm: '+4930123456',
    });
    const path = `/api/leads/${body.data.id}`;
    expect((await client.put(path, { country: 'France' })).body.data.phone_norm).toBeNull();
    expect((await client.put(path, { phone: '+49 30 123457' })).body.data.phone_norm).toBe('+4930123457');
    expect((await client.put(path, { phone: null })).body.data).toMatchObject({
      phone: null,
      phone_norm: null,
    });
  });

  it('has a name of the owner`s own, which no two of their leads share', async () => {
    const { client } = await app.newUser();
    const first = await client.post('/api/leads', { email: 'a@example.com', external_id: 'crm-7' });
    expect(first.body.data.external_id).toBe('crm-7');
    const second = await client.post('/api/leads', { email: 'b@example.com', external_id: 'crm-7' });
    expect([second.status, second.body.code]).toEqual([409, 'leads/external-id-taken']);
    const { body } = await client.post('/api/leads', { email: 'b@example.com' });
    const moved = await client.put(`/api/leads/${body.data.id}`, { external_id: 'crm-7' });
    expect([moved.status, moved.body.code]).toEqual([409, 'leads/external-id-taken']);
    const { client: other } = await app.newUser();
    expect((await other.post('/api/leads', { email: 'a@example.com', external_id: 'crm-7' })).status).toBe(
      201,
    );
  });

  it('can be looked at before: slips, throw-away and office addresses, numbers that cannot be', async () => {
    const { client } = await app.newUser();
    const check = async (contact: object) =>
      (await client.post('/api/leads/check-contact', contact)).body.data;
    expect(await check({ email: 'info@gmial.com', phone: '030 123456', country: 'DE' })).toEqual({
      email: expect.objectContaining({ valid: true, suggestion: 'info@gmail.com', role: true }),
      phone: { valid: true, normalised: '+4930123456' },
    });
    expect(await check({ phone: '030 123456' })).toEqual({
      email: null,
      phone: { valid: false, normalised: null },
    });
    expect((await check({ email: 'x@mailinator.com' })).email).toMatchObject({ disposable: true });
    expect((await app.anonymous.post('/api/leads/check-contact', {})).status).toBe(401);
  });
});

describe('what others know of a lead, where no service is set', () => {
  it('cannot be asked for by name, and the setting is told', async () => {
    const { client } = await app.newUser();
    const { id } = await newLead(client);
    const { status, body } = await client.post(`/api/leads/${id}/enrich`, { providers: ['rest'] });
    expect([status, body.code, body.error]).toEqual([
      503,
      'leads/enrichment-not-configured',
      expect.stringContaining('ENRICHMENT_URL'),
    ]);
    const many = await client.post('/api/leads/enrich', { lead_ids: [id], providers: ['rest'] });
    expect([many.status, many.body.code]).toEqual([503, 'leads/enrichment-not-configured']);
    const { data } = (await client.get('/api/leads/enrichment/providers')).body;
    expect(data[1]).toMatchObject({ name: 'rest', configured: false, missing: 'ENRICHMENT_URL' });
    const model = (await client.post(`/api/leads/${id}/enrich`, { providers: ['ai'] })).body.data;
    expect(model.results).toEqual([
      expect.objectContaining({ provider: 'ai', status: 'skipped', reason: 'not_configured', ai: false }),
    ]);
  });
});

describe('notes about a lead', () => {
  it('are written, changed, listed newest first in pages, and deleted', async () => {
    const { client } = await app.newUser();
    const path = `/api/leads/${(await newLead(client)).id}/notes`;
    const texts = ['one', 'two', 'three'];
    const notes = [];
    for (const text of texts) notes.push((await client.post(path, { text })).body.data);
    expect(notes[0]).toEqual({
      id: expect.any(String),
      text: 'one',
      created_at: expect.any(String),
      edited_at: null,
    });
    const changed = await client.put(`${path}/${notes[1].id}`, { text: 'two, later' });
    expect(changed.body.data).toMatchObject({ text: 'two, later', edited_at: expect.stringMatching(/Z$/) });
    const first = (await client.get(`${path}?limit=2`)).body;
    expect(first.data.map(({ text }: { text: string }) => text)).toEqual(['three', 'two, later']);
    const rest = (await client.get(`${path}?limit=2&cursor=${first.next_cursor}`)).body;
    expect([rest.data.length, rest.next_cursor]).toEqual([1, null]);
    expect((await client.delete(`${path}/${notes[0].id}`)).body.data).toEqual({ deleted: true });
    expect((await client.delete(`${path}/${notes[0].id}`)).body.code).toBe('leads/note-not-found');
    expect((await client.post(path, { text: '' })).status).toBe(400);
  });
});

describe('tags of leads', () => {
  it('are put on and taken off many at once, in their order; what is not named stays', async () => {
    const { client } = await app.newUser();
    const [one, other] = [
      await newLead(client, { tags: ['b', 'a'] }),
      await newLead(client, { tags: ['c'] }),
    ];
    const tag = (wanted: object) =>
      client.post('/api/leads/tags', { lead_ids: [one.id, other.id.toUpperCase(), one.id], ...wanted });
    expect((await tag({ add: ['c', 'd'], remove: ['a'] })).body.data).toEqual({ changed: 2, unchanged: 0 });
    const tags = async (lead: { id: string }) => (await client.get(`/api/leads/${lead.id}`)).body.data.tags;
    expect([await tags(one), await tags(other)]).toEqual([
      ['b', 'c', 'd'],
      ['c', 'd'],
    ]);
    expect((await tag({ add: ['d'] })).body.data).toEqual({ changed: 0, unchanged: 2 });
    expect((await tag({ remove: ['b'] })).body.data).toEqual({ changed: 1, unchanged: 1 });
    const full = await tag({ add: Array.from({ length: 50 }, (_, at) => `t${at}`) });
    expect([full.status, full.body.code]).toEqual([422, 'leads/too-many-tags']);
    expect(await tags(one)).toEqual(['c', 'd']);
  });
});

describe('consent', () => {
  it('is kept with its proof for each purpose; the latest decision counts, whenever it was written down', async () => {
    const { id, client } = await app.newUser();
    const lead = await newLead(client, { email: 'yes@example.com' });
    const path = `/api/leads/${lead.id}/consents`;
    const proof = {
      purpose: 'email',
      decision: 'granted',
      text: 'I want to get the newsletter.',
      text_version: '2026-01',
      ip: '2001:db8::1',
      source: 'fair in Berlin',
      occurred_at: '2026-03-01T10:00:00Z',
    };
    const granted = await client.post(path, proof);
    expect(granted.status).toBe(201);
    expect(granted.body.data).toMatchObject({ ...proof, email: 'yes@example.com', current: true });
    await client.post(path, { purpose: 'phone', decision: 'withdrawn', source: 'on the phone' });
    const consent = async () => (await client.get(`/api/leads/${lead.id}`)).body.data.consent;
    expect(await consent()).toBe('granted');
    await client.post(path, { ...proof, decision: 'withdrawn', occurred_at: '2026-02-01T10:00:00Z' });
    expect(await consent()).toBe('granted');
    await client.post(path, { purpose: 'email', decision: 'withdrawn', source: 'letter' });
    expect(await consent()).toBe('withdrawn');
    const { data } = (await client.get(path)).body;
    expect(
      data.map(({ purpose, decision, current }: Record<string, unknown>) => [purpose, decision, current]),
    ).toEqual([
      ['email', 'withdrawn', true],
      ['phone', 'withdrawn', true],
      ['email', 'granted', false],
      ['email', 'withdrawn', false],
    ]);
    const first = (await client.get(`${path}?limit=3`)).body;
    const rest = (await client.get(`${path}?limit=3&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...rest.data]).toEqual(data);
    const jobs = await app.sql(
      `select from pgboss.job where name = 'leads.consent-withdrawn' and data ->> 'ownerId' = $1`,
      [id],
    );
    expect(jobs).toHaveLength(1);
  });

  it('that is written into a lead by hand leaves a proof of that', async () => {
    const { client } = await app.newUser();
    const lead = await newLead(client, { consent: 'granted' });
    await client.put(`/api/leads/${lead.id}`, { consent: 'granted' });
    await client.put(`/api/leads/${lead.id}`, { consent: 'withdrawn' });
    const { data } = (await client.get(`/api/leads/${lead.id}/consents`)).body;
    expect(data).toMatchObject([
      { purpose: 'email', decision: 'withdrawn', text: null, source: 'written into the lead by its owner' },
      { purpose: 'email', decision: 'granted' },
    ]);
  });

  it.each([
    ['granted without the words', { purpose: 'email', decision: 'granted', source: 'x' }, 'text'],
    ['without a source', { purpose: 'email', decision: 'withdrawn' }, 'source'],
    ['from no network address', { purpose: 'email', decision: 'withdrawn', source: 'x', ip: 'home' }, 'ip'],
    ['for a purpose of several words', { purpose: 'e mail', decision: 'withdrawn', source: 'x' }, 'purpose'],
  ])('is refused %s', async (_what, proof, path) => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(`/api/leads/${(await newLead(client)).id}/consents`, proof);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});

describe('somebody else', () => {
  it('sees and changes nothing around a lead of mine, whichever way its id is sent', async () => {
    const mine = await app.newUser();
    const [lead, gone] = [await newLead(mine.client, { tags: ['a'] }), await newLead(mine.client)];
    const note = (await mine.client.post(`/api/leads/${lead.id}/notes`, { text: 'secret' })).body.data;
    await mine.client.delete(`/api/leads/${gone.id}`);
    const { client } = await app.newUser();
    const own = await newLead(client);
    const at = `/api/leads/${lead.id}`;
    const consent = { purpose: 'email', decision: 'withdrawn', source: 'x' };
    const refused = [
      client.get(`${at}/timeline`),
      client.get(`${at}/notes`),
      client.post(`${at}/notes`, { text: 'x' }),
      client.put(`${at}/notes/${note.id}`, { text: 'x' }),
      client.delete(`${at}/notes/${note.id}`),
      client.put(`/api/leads/${own.id}/notes/${note.id}`, { text: 'x' }),
      client.delete(`/api/leads/${own.id}/notes/${note.id}`),
      client.get(`${at}/consents`),
      client.post(`${at}/consents`, consent),
      client.post('/api/leads/tags', { lead_ids: [own.id, lead.id], add: ['x'] }),
      client.post(`/api/leads/${gone.id}/restore`),
      client.delete(`/api/leads/removed/${gone.id}`),
      client.get('/api/leads/not-a-uuid/timeline'),
      client.post('/api/leads/not-a-uuid/restore'),
    ];
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual(refused.map(() => 404));
    expect((await client.get('/api/leads/removed')).body.data).toEqual([]);
    expect((await client.get(`/api/leads/${own.id}`)).body.data.tags).toEqual([]);
    expect((await mine.client.get(at)).body.data).toEqual(lead);
    expect((await mine.client.get(`${at}/notes`)).body.data).toEqual([note]);
    expect((await mine.client.get(`${at}/consents`)).body.data).toEqual([]);
    expect((await mine.client.post(`/api/leads/${gone.id}/restore`)).body.data).toEqual(gone);
    for (const path of [`${at}/timeline`, `${at}/notes`, `${at}/consents`, '/api/leads/removed'])
      expect((await app.anonymous.get(path)).status).toBe(401);
  });
});
