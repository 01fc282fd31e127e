import { createHmac, randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { ADA, makeSource, plainly, signed, SOURCES } from './sources.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const deliver = (path: string, text: string, headers: Record<string, string>) =>
  app.anonymous.post(path, text, headers);

describe('another system sends leads', () => {
  it('that are read by the mapping of the source, and remembered as said by it', async () => {
    const { source, path, secret, leads, client } = await makeSource(app);
    const text = JSON.stringify(ADA, null, 2);
    const { status, body } = await deliver(path, text, signed(text, { secret }));
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        duplicate: false,
        created: 1,
        updated: 0,
        unchanged: 0,
        skipped: 0,
        refused: 0,
        findings: { typo: 0, disposable: 0, role: 0 },
        refusals: [],
      },
    ]);
    const [lead] = await leads();
    expect(lead).toMatchObject({
      email: 'Ada@Example.com',
      external_id: '7',
      first_name: 'Ada',
      tags: ['vip'],
      custom_fields: { plan: 'pro' },
      source: 'CRM',
      origin: 'provider',
      consent: 'unknown',
    });
    await client.put(`/api/leads/${lead.id}`, { first_name: 'Augusta' });
    const later = JSON.stringify({
      ...ADA,
      plan: 'free',
      contact: { id: 7, email: 'new@example.com', names: ['A'] },
    });
    const { body: again } = await deliver(path, later, plainly(later, secret));
    expect(again).toMatchObject({ duplicate: false, created: 0, updated: 1 });
    const [changed] = await leads();
    expect(changed).toMatchObject({
      id: lead.id,
      first_name: 'Augusta',
      email: 'new@example.com',
      custom_fields: { plan: 'free' },
      field_sources: {
        first_name: { by: 'person' },
        email: { by: 'provider', ref: source.id },
        'custom.plan': { by: 'provider', ref: source.id },
      },
    });
    const { data } = (await client.get(`${SOURCES}/${source.id}`)).body;
    expect(data).toMatchObject({ deliveries_count: 2, last_delivery_at: expect.stringMatching(/Z$/) });
  });

  it('many at once, of which those that cannot be kept are named and keep no other out', async () => {
    const { path, secret, leads } = await makeSource(app, { items_path: 'data.people', on_match: 'fill' });
    const people = [
      ADA,
      { contact: { email: 'not an address' } },
      'nobody',
      { contact: { email: 'bob@example.com' } },
      { contact: { email: 'ada@example.com' } },
    ];
    const text = JSON.stringify({ data: { people } });
    const { status, body } = await deliver(path, text, signed(text, { secret }));
    expect([status, body.created, body.refused]).toEqual([200, 2, 3]);
    expect(body.refusals.map(({ index }: { index: number }) => index)).toEqual([1, 2, 4]);
    expect(body.refusals[0].errors[0].path).toBe('email');
    expect(await leads()).toHaveLength(2);
    const none = JSON.stringify({ data: { people: [] } });
    expect((await deliver(path, none, signed(none, { secret }))).body).toMatchObject({
      created: 0,
      duplicate: false,
    });
    const many = JSON.stringify({ data: { people: Array(1_001).fill(ADA) } });
    const tooMany = await deliver(path, many, signed(many, { secret }));
    expect([tooMany.status, tooMany.body.code]).toEqual([422, 'leads/delivery-too-large']);
  });

  it('again and again, which changes nothing, also when many come at once', async () => {
    const { client, source, path, secret, leads } = await makeSource(app);
    const text = JSON.stringify(ADA);
    const headers = signed(text, { secret });
    const answers = await Promise.all(Array.from({ length: 6 }, () => deliver(path, text, headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(answers.filter(({ body }) => body.duplicate)).toHaveLength(5);
    const other = JSON.stringify({ contact: { email: 'other@example.com' } });
    const sameId = signed(other, { secret, id: headers['webhook-id'], at: new Date(Date.now() - 60_000) });
    expect((await deliver(path, other, sameId)).body).toMatchObject({ duplicate: true, created: 0 });
    const plain = JSON.stringify({ contact: { email: 'plain@example.com' } });
    const twice = [
      await deliver(path, plain, plainly(plain, secret)),
      await deliver(path, plain, plainly(plain, secret)),
      await deliver(path, plain, {
        'x-signature': plainly(plain, secret)['x-signature'].toUpperCase(),
      }),
    ];
    expect(twice.map(({ body }) => body.duplicate)).toEqual([false, true, true]);
    expect(await leads()).toHaveLength(2);
    expect((await client.get(`${SOURCES}/${source.id}`)).body.data.deliveries_count).toBe(2);
  });

  it('under an id that another source has used, which is no repetition', async () => {
    const [one, two] = [await makeSource(app), await makeSource(app)];
    const text = JSON.stringify(ADA);
    for (const { path, secret, leads } of [one, two]) {
      expect((await deliver(path, text, signed(text, { secret, id: 'msg_1' }))).body.duplicate).toBe(false);
      expect(await leads()).toHaveLength(1);
    }
  });
});

describe('two systems that number their people alike', () => {
  const ID_AND_MORE = [
    { from: 'id', to: 'external_id' },
    { from: 'email', to: 'email' },
    { from: 'name', to: 'first_name' },
    { from: 'consent', to: 'consent' },
  ];
  const twoSystems = async () => {
    const { client, leads } = await makeSource(app);
    const connected = ['A', 'B'].map(async (name) => {
      const { data } = (await client.post(SOURCES, { name, mapping: ID_AND_MORE })).body;
      return async (person: object) => {
        const text = JSON.stringify(person);
        const path = `/api/lead-capture/inbound/${data.id}`;
        return (await deliver(path, text, signed(text, { secret: data.secret }))).body;
      };
    });
    const [a, b] = await Promise.all(connected);
    const lead = async (email: string) =>
      (await leads()).find((one: { email: string }) => one.email === email);
    return { client, a: a!, b: b!, leads, lead };
  };
  const ALICE = { id: 101, email: 'alice@example.com', name: 'Alice', consent: 'granted' };

  it('are not taken for one: the second keeps to its own address, and consent stays with who gave it', async () => {
    const { a, b, leads, lead } = await twoSystems();
    expect(await a(ALICE)).toMatchObject({ created: 1 });
    expect(await b({ id: 101, email: 'bob@example.com', name: 'Bob' })).toMatchObject({ created: 1 });
    expect(await lead('alice@example.com')).toMatchObject({
      first_name: 'Alice',
      external_id: '101',
      consent: 'granted',
    });
    expect(await lead('bob@example.com')).toMatchObject({
      first_name: 'Bob',
      external_id: null,
      consent: 'unknown',
    });
    expect(await b({ id: 101, email: 'bob@example.com', name: 'Rob' })).toMatchObject({ updated: 1 });
    expect(await lead('bob@example.com')).toMatchObject({ first_name: 'Rob', external_id: null });
    expect(await b({ id: 101, name: 'Nobody' })).toMatchObject({ refused: 1 });
    expect(await a({ id: 101, name: 'Alice B' })).toMatchObject({ updated: 1 });
    expect(await leads()).toHaveLength(2);
  });

  it('tell of one person by the address, who keeps the id that was there first', async () => {
    const { a, b, leads } = await twoSystems();
    await a(ALICE);
    expect(await b({ id: 555, email: 'Alice@example.com', name: 'Al' })).toMatchObject({ updated: 1 });
    expect(await a({ id: 101, email: 'alice@new.example' })).toMatchObject({ updated: 1 });
    expect(await leads()).toMatchObject([
      { first_name: 'Al', external_id: '101', email: 'alice@new.example', consent: 'unknown' },
    ]);
  });

  it('meet a lead by the id that its owner gave, unless it has another address', async () => {
    const { client, a, leads } = await twoSystems();
    await client.post('/api/leads', { email: 'alice@example.com', external_id: '101', company: 'Engines' });
    expect(await a({ id: 101, name: 'Alice' })).toMatchObject({ updated: 1 });
    expect(await a({ id: 101, email: 'bob@example.com', name: 'Bob' })).toMatchObject({ created: 1 });
    expect(await leads()).toHaveLength(2);
  });
});

describe('a delivery that nobody has signed', () => {
  it('or not so, or not now, or for another source, is refused and keeps nothing', async () => {
    const { path, secret, leads, client, source } = await makeSource(app);
    const other = await makeSource(app);
    const text = JSON.stringify(ADA);
    const good = signed(text, { secret });
    const minutes = (count: number) => new Date(Date.now() + count * 60_000);
    const wrong: [string, Record<string, string>][] = [
      [text, {}],
      [`${text} `, good],
      [text, { ...good, 'webhook-id': 'msg_other' }],
      [text, { ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + 1) }],
      [text, { ...good, 'webhook-signature': 'v1,AAAA' }],
      [text, { ...good, 'webhook-signature': '' }],
      [text, { ...good, 'webhook-timestamp': 'soon' }],
      [text, { 'webhook-id': 'msg_x', ...plainly(text, secret) }],
      [text, signed(text, { secret, at: minutes(-6) })],
      [text, signed(text, { secret, at: minutes(6) })],
      [text, signed(text, { secret: other.secret })],
      [text, plainly(text, other.secret)],
      [text, plainly(`${text} `, secret)],
      [text, { 'x-signature': 'sha256=' }],
      [text, { 'x-signature': createHmac('sha256', secret).update(text).digest('hex') }],
    ];
    for (const [sent, headers] of wrong) {
      const { status, body } = await deliver(path, sent, headers);
      expect([headers, status, body.code]).toEqual([headers, 401, 'leads/delivery-unsigned']);
    }
    expect(await leads()).toEqual([]);
    expect((await client.get(`${SOURCES}/${source.id}`)).body.data.deliveries_count).toBe(0);
    expect((await deliver(path, text, good)).body.created).toBe(1);
  });

  it('to a source that is not there, or is switched off, finds nothing', async () => {
    const { client, source, path, secret } = await makeSource(app);
    const text = JSON.stringify(ADA);
    await client.put(`${SOURCES}/${source.id}`, { active: false });
    for (const to of [path, `/api/lead-capture/inbound/${randomUUID()}`, '/api/lead-capture/inbound/x']) {
      const { status, body } = await deliver(to, text, signed(text, { secret }));
      expect([status, body.code]).toEqual([404, 'leads/source-not-found']);
    }
  });

  it('is not what is signed and makes no sense, which is told', async () => {
    const { path, secret } = await makeSource(app);
    const answers = await Promise.all(
      ['5', '"text"', 'null', ''].map((text) => deliver(path, text, signed(text, { secret }))),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array(4).fill([400, 'leads/delivery-unreadable']),
    );
    const broken = '{"contact":';
    expect((await deliver(path, broken, signed(broken, { secret }))).status).toBe(400);
  });
});
