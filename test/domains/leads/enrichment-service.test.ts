import { randomUUID } from 'node:crypto';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { until } from '../../support/until.js';
import { onEmbedded } from '../../support/where.js';
import { address, COST, enrich, EnrichmentStage, leadOf, outcome } from './enrichment.stage.js';
import { newLead } from './leads.makers.js';

const OWN_KEY = 'own-key-9876543210';

let stage: EnrichmentStage;
let app: TestApp;

beforeAll(async () => {
  stage = await EnrichmentStage.share();
  ({ app } = stage);
});
afterEach(() => stage.clear());

describe('the domain of an address', () => {
  it.each([
    ['takes mail by its own record', { mx: [[10, 'mx.one.test']] }, 'ok'],
    ['takes mail at its own address', { a: '192.0.2.1' }, 'ok'],
    ['says that it takes none', { mx: [[0, '.']] }, 'null_mx'],
    ['has no server', {}, 'none'],
    ['does not exist', undefined, 'none'],
    ['has name servers that fail', { trouble: 'fails' }, 'unknown'],
  ] as const)('that %s', async (_, zone, mx) => {
    const domain = `d${stage.dns.questions.length}.test`;
    if (zone) stage.dns.zones.set(domain, zone);
    const { client } = await app.newUser();
    const { status, body } = await client.post('/api/leads/check-contact', { email: `ada@${domain}` });
    expect([status, body.data.email]).toEqual([200, expect.objectContaining({ valid: true, mx })]);
  });

  it('is asked for once, and not for an address that cannot be one', async () => {
    stage.dns.zones.set('often.test', { mx: [[10, 'mx.often.test']] });
    const { client } = await app.newUser();
    const before = stage.dns.questions.length;
    const check = (email: string) => client.post('/api/leads/check-contact', { email });
    await Promise.all(['a@often.test', 'b@often.test', 'c@OFTEN.test'].map(check));
    expect(stage.dns.questions.slice(before)).toEqual(['mx often.test']);
    expect((await check('a@b@often.test')).body.data.email).toMatchObject({ valid: false, mx: 'none' });
    expect(stage.dns.questions.length).toBe(before + 1);
  });
});

describe('a lead about which a service is asked', () => {
  it('is asked about with its owner`s own key, which comes before ours', async () => {
    const { client } = await app.newUser();
    await client.put('/api/user/secrets/enrichment', { value: OWN_KEY });
    const { id } = await newLead(client, { email: address() });
    stage.service.will({ status: 401, body: {} });
    const data = await enrich(client, id, { providers: ['rest'] });
    expect(stage.service.last.headers.authorization).toBe(`Bearer ${OWN_KEY}`);
    expect(outcome(data, 'rest')).toMatchObject({
      status: 'failed',
      code: 'leads/enrichment-own-key-refused',
      cost_micros: 0,
    });
    expect(JSON.stringify(data)).not.toContain(OWN_KEY);
  });

  it('waits as long as a busy service asks, and no longer than a moment', async () => {
    const { client } = await app.newUser();
    const busy = { status: 429, headers: { 'retry-after': '0' }, body: {} };
    const [one, other] = [
      await newLead(client, { email: address() }),
      await newLead(client, { email: address() }),
    ];
    stage.service.will(busy, { ...busy, status: 503 }, { body: { company: 'Engines' } });
    expect(outcome(await enrich(client, one.id, { providers: ['rest'] }), 'rest').status).toBe('done');
    expect(stage.service.requests).toHaveLength(3);
    stage.service.will({ ...busy, headers: { 'retry-after': '3600' } });
    expect(outcome(await enrich(client, other.id, { providers: ['rest'] }), 'rest')).toMatchObject({
      status: 'failed',
      code: 'leads/enrichment-limited',
    });
    expect(stage.service.requests).toHaveLength(4);
  });

  it('is unknown to the service, which is remembered, too', async () => {
    const { client } = await app.newUser();
    const { id } = await newLead(client, { email: address() });
    stage.service.will({ status: 404, body: { error: 'not found' } });
    expect(outcome(await enrich(client, id, { providers: ['rest'] }), 'rest')).toMatchObject({
      status: 'done',
      fields: [],
    });
    expect(outcome(await enrich(client, id, { providers: ['rest'] }), 'rest').status).toBe('cached');
    expect(stage.service.requests).toHaveLength(1);
  });

  it.each([
    ['is no JSON', { body: '<html>' }],
    ['is cut off', { pieces: ['{"company":'], ending: 'reset' as const }],
    ['sends us elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }],
  ])('gets nothing of an answer that %s', async (_, answer) => {
    const { client } = await app.newUser();
    const { id } = await newLead(client, { email: address() });
    stage.service.will(answer);
    const data = await enrich(client, id, { providers: ['rest'] });
    expect(outcome(data, 'rest')).toMatchObject({ status: 'failed', code: 'leads/enrichment-unavailable' });
    expect((await leadOf(client, id)).company).toBeNull();
  });
});

describe('what our key pays for', () => {
  const spendUpTo = (ownerId: string, left: number) =>
    app.sql(
      `insert into lead_enrichment_spend values ($1, (now() at time zone 'utc')::date, 1000000 - $2::bigint)`,
      [ownerId, left],
    );
  const spent = async (ownerId: string) =>
    (
      await app.sql('select spent_micros::int as spent from lead_enrichment_spend where created_by = $1', [
        ownerId,
      ])
    )[0];
  const ask = async (client: TestClient) => {
    const { id } = await newLead(client, { email: address() });
    return outcome(await enrich(client, id, { providers: ['rest'] }), 'rest');
  };

  it('ends with the budget of the day, of whoever has used it up, until they bring a key of their own', async () => {
    const [{ client, id }, other] = [await app.newUser(), await app.newUser()];
    await spendUpTo(id, 2 * COST - 1);
    stage.service.will(...Array(4).fill({ body: { company: 'Engines' } }));
    expect((await ask(client)).status).toBe('done');
    expect(await ask(client)).toMatchObject({
      status: 'failed',
      code: 'leads/enrichment-budget-exceeded',
      cost_micros: 0,
    });
    expect(stage.service.requests).toHaveLength(1);
    expect((await ask(other.client)).status).toBe('done');
    await client.put('/api/user/secrets/enrichment', { value: OWN_KEY });
    expect((await ask(client)).status).toBe('done');
    expect([await spent(id), await spent(other.id)]).toEqual([
      { spent: 1_000_000 - COST + 1 },
      { spent: COST },
    ]);
  });

  it('is counted also when the same is asked again, not when it fails, and starts anew the next day', async () => {
    const { client, id } = await app.newUser();
    const lead = await newLead(client, { email: address() });
    stage.service.will({ body: {} }, { body: {} }, { status: 400, body: {} }, { body: {} });
    for (const _ of [1, 2, 3]) await enrich(client, lead.id, { providers: ['rest'], force: true });
    expect(await spent(id)).toEqual({ spent: 2 * COST });
    await app.sql(
      'update lead_enrichment_spend set day = day - 1, spent_micros = 1000000 where created_by = $1',
      [id],
    );
    expect((await ask(client)).status).toBe('done');
  });

  it('is never more than the budget, however many ask at once', async () => {
    const { client, id } = await app.newUser();
    await spendUpTo(id, 2 * COST);
    stage.service.will(...Array(6).fill({ body: {} }));
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => ask(client)));
    expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(2);
    expect(stage.service.requests).toHaveLength(2);
    expect(await spent(id)).toEqual({ spent: 1_000_000 });
  });

  onEmbedded('is nothing that its user could count less', async () => {
    const [{ client, id }, eve] = [await app.newUser(), await app.newUser()];
    await spendUpTo(id, 0);
    const path = `/rest/v1/lead_enrichment_spend?created_by=eq.${id}`;
    await client.patch(path, { spent_micros: 0 });
    await client.delete(path);
    expect(await spent(id)).toEqual({ spent: 1_000_000 });
    expect((await eve.client.get(path)).body).toEqual([]);
  });
});

describe('what was said of a lead', () => {
  it('is paid for once by those who ask at the same moment', async () => {
    const { client } = await app.newUser();
    const { id } = await newLead(client, { email: address() });
    stage.service.will({ body: { company: 'Engines' }, pace: 300 });
    const both = await Promise.all([1, 2].map(() => enrich(client, id, { providers: ['rest'] })));
    const statuses = both.map((data) => outcome(data, 'rest').status);
    expect(statuses.toSorted()).toEqual(['cached', 'done']);
    expect(both[0].cost_micros + both[1].cost_micros).toBe(COST);
    expect(stage.service.requests).toHaveLength(1);
  });

  it('is paid for once also when the reader has gone before the rest was said', async () => {
    const { client, id: ownerId } = await app.newUser();
    await client.put('/api/user/secrets/openai', { value: `sk-${randomUUID()}` });
    const { id } = await newLead(client, { email: address() });
    stage.service.will({ body: { company: 'Engines' } });
    stage.openai.will({ ending: 'hang' });
    const gone = new AbortController();
    const answer = client.open('POST', `/api/leads/${id}/enrich`, { providers: ['rest', 'ai'] }, gone.signal);
    await until('the provider was asked', () => stage.openai.requests.length > 0);
    gone.abort();
    await expect(answer).rejects.toThrow('aborted');
    const kept = await app.sql('select provider from lead_enrichments where created_by = $1', [ownerId]);
    expect(kept).toEqual([{ provider: 'rest' }]);
    expect(outcome(await enrich(client, id, { providers: ['rest'] }), 'rest')).toMatchObject({
      status: 'cached',
      written: ['company'],
    });
    expect(stage.service.requests).toHaveLength(1);
  });

  it('is forgotten with the lead, and in time', async () => {
    const { client, id: ownerId } = await app.newUser();
    const [lead, other] = [
      await newLead(client, { email: address() }),
      await newLead(client, { email: address() }),
    ];
    for (const { id } of [lead, other]) await enrich(client, id, { providers: ['signals'] });
    await client.post(`/api/leads/${lead.id}/qualify`, { ask_model: false });
    const left = async () => {
      const [row] = await app.sql(
        `select (select count(*)::int from lead_enrichments where created_by = $1) as said,
          (select count(*)::int from lead_qualifications where created_by = $1) as judged`,
        [ownerId],
      );
      return row;
    };
    expect(await left()).toEqual({ said: 2, judged: 1 });
    await client.delete(`/api/leads/${lead.id}`);
    expect((await client.delete(`/api/leads/removed/${lead.id}`)).status).toBe(200);
    expect(await left()).toEqual({ said: 1, judged: 0 });
    await app.get(Retention).run(new AbortController().signal);
    expect(await left()).toEqual({ said: 1, judged: 0 });
    await app.sql(
      `update lead_enrichments set expires_at = now() - interval '91 days' where created_by = $1`,
      [ownerId],
    );
    await app.sql(
      `insert into lead_enrichment_spend values ($1, current_date - 92, 1), ($1, current_date, 2)`,
      [ownerId],
    );
    await app.get(Retention).run(new AbortController().signal);
    expect(await left()).toEqual({ said: 0, judged: 0 });
    const days = await app.sql(
      'select spent_micros::int as spent from lead_enrichment_spend where created_by = $1',
      [ownerId],
    );
    expect(days).toEqual([{ spent: 2 }]);
  });
});
