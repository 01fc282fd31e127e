import { BUILT_IN_TEMPLATES, builtInTemplate } from '#domains/proposals/templates/built-in-templates';
import { fallbackTexts } from '#domains/proposals/drafts/fallback-texts';
import { toProposalRequest } from '#domains/proposals/drafts/proposal-request';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { CALL, makeProposal, pathsIn, PROPOSALS } from './proposals.makers.js';
import { REFUSED_CHANGES } from './refused.cases.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a proposal is drafted', () => {
  it.each(BUILT_IN_TEMPLATES.map(({ id }) => id))(
    'from %s in the documented shape',
    async (template_type) => {
      const { id, client } = await app.newUser();
      const drafted = await makeProposal(app, id, {
        template_type,
        call_transcript: CALL,
        budget_range: { min: 9_999.99 },
      });
      const { status, body } = await client.get(`${PROPOSALS}/${drafted.id}`);
      expect(status).toBe(200);
      expect(body.data).toEqual(drafted);
      expect(drafted).toMatchObject({
        template_type,
        client_name: 'Harbour Bakery',
        client_info: { company_name: 'Harbour Bakery', contact_name: 'Ada Okafor', email: null },
        content: {
          executive_summary: expect.stringContaining('- We need more customers for our two new shops.'),
          client_overview: expect.any(String),
          proposed_services: expect.stringMatching(/^1\. /),
        },
        terms: { payment_terms: expect.stringContaining('50%') },
        status: 'draft',
        version: 1,
        value: 9_999.99,
        totals: { subtotal: 9_999.99, discount: 0, tax: 0, total: 9_999.99 },
        currency: 'USD',
        provenance: { ai: false, provider: 'offline' },
        brand: null,
        sent_at: null,
      });
      for (const line of drafted.pricing)
        expect(Object.keys(line)).toEqual(['item', 'description', 'price', 'quantity']);
      const cents = drafted.pricing.reduce(
        (sum, { price, quantity }) => sum + Math.round(price * 100) * quantity,
        0,
      );
      expect(cents).toBe(999_999);
      expect(drafted.timeline).toHaveLength(4);
      for (const phase of drafted.timeline)
        expect(Object.keys(phase)).toEqual(['phase', 'duration', 'deliverables']);
    },
  );

  it('from the short form, in the client`s currency', async () => {
    const { id } = await app.newUser();
    const money = { currency: 'KWD', locale: 'en-GB' };
    const short = { client_name: 'Kuwait Tea', budget: 1_000.125, timeline: '6 weeks', ...money };
    const drafted = await makeProposal(app, id, { ...short, client_info: null });
    expect(drafted).toMatchObject({ client_name: 'Kuwait Tea', value: 1_000.125, ...money });
    expect(drafted.timeline[1]?.duration).toBe('3 weeks');
    expect(drafted.template_type).toBe('general_business');
  });

  it('from texts that a model wrote, in the name of a brand', async () => {
    const { id, client } = await app.newUser();
    const request = toProposalRequest({ client_name: 'Harbour Bakery', template_type: 'consulting' });
    const { texts, provenance } = fallbackTexts(request, builtInTemplate('consulting')!);
    const written = {
      texts: { ...texts, executive_summary: 'Written for you.' },
      provenance: { ...provenance, ai: true, provider: 'openai', model: 'gpt-5-mini', cost_usd: 0.01 },
    };
    const brand = { name: 'Northlight', colors: { primary: '#112233' } };
    const drafted = await makeProposal(app, id, { template_type: 'consulting' }, { written, brand });
    const { data } = (await client.get(`${PROPOSALS}/${drafted.id}`)).body;
    expect(data.content.executive_summary).toBe('Written for you.');
    expect(data.provenance).toMatchObject({ ai: true, provider: 'openai', cost_usd: 0.01 });
    expect(data.brand).toEqual({ name: 'Northlight', colors: { primary: '#112233', accent: null } });
    expect((await client.put(`${PROPOSALS}/${drafted.id}`, data)).body.data.version).toBe(1);
  });

  it('from a request that stays to be read, where its sources can be looked up', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal, provenance } = await makeProposal(app, id, {
      call_transcript: CALL,
      budget: 8_000,
    });
    const { data } = (await client.get(`${PROPOSALS}/${proposal}/request`)).body;
    expect(data).toMatchObject({
      call_transcript: CALL,
      budget_range: { min: 8_000, max: 8_000 },
      currency: 'USD',
    });
    expect(provenance?.sources.map(({ offset }) => data.call_transcript.slice(offset).split('.')[0])).toEqual(
      [
        'We need more customers for our two new shops',
        'Our budget is around $8,000',
        'It has to go live by the end of March',
        'We agreed with the landlord on the signage already',
      ],
    );
  });
});

describe('a draft is saved', () => {
  it('key by key, as a new version, and answered with the moment', async () => {
    const { id, client } = await app.newUser();
    const before = await makeProposal(app, id);
    const { status, body } = await client.post(`${PROPOSALS}/${before.id}/save`, {
      content: { executive_summary: ' New\r\nwords \u0007', extra: 'More', client_overview: null },
      terms: { warranty: null, parking: 'Free.' },
      pricing: [{ item: 'Work', price: 99.99, quantity: 2.5 }],
      discount_percent: 10,
      tax_percent: 20,
      tax_label: 'VAT',
      valid_until: '2027-01-31',
      client_name: 'Harbour Bakery Ltd',
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      id: before.id,
      version: 2,
      client_name: 'Harbour Bakery Ltd',
      client_info: { company_name: 'Harbour Bakery Ltd', contact_name: 'Ada Okafor' },
      content: { executive_summary: 'New\nwords', extra: 'More' },
      pricing: [{ item: 'Work', description: '', price: 99.99, quantity: 2.5 }],
      totals: { subtotal: 249.98, discount: 25, tax: 45, total: 269.98 },
      value: 269.98,
      terms: { payment_terms: before.terms['payment_terms'], parking: 'Free.' },
      tax_label: 'VAT',
      valid_until: '2027-01-31',
      saved_at: expect.stringMatching(/Z$/),
    });
    expect(body.data.content).not.toHaveProperty('client_overview');
    expect(body.data.terms).not.toHaveProperty('warranty');
    expect(Object.keys(body.data.terms).at(-1)).toBe('parking');
    expect((await client.get(PROPOSALS)).body.data[0]).toMatchObject({
      value: 269.98,
      client_name: 'Harbour Bakery Ltd',
    });
  });

  it('as it was answered, by every way there is, without a version where nothing differs', async () => {
    const { id, client } = await app.newUser();
    const drafted = await makeProposal(
      app,
      id,
      {},
      { brand: { name: 'North', colors: { primary: '#112233', accent: '#445566' } } },
    );
    const path = `${PROPOSALS}/${drafted.id}`;
    for (const answer of [
      await client.post(`${path}/save`, drafted),
      await client.put(path, drafted),
      await client.patch(path, drafted),
      await client.patch(path, {}),
    ])
      expect([answer.status, answer.body.data.version, answer.body.data.content]).toEqual([
        200,
        1,
        drafted.content,
      ]);
    const changed = await client.put(path, { ...drafted, locale: 'de-DE' });
    expect(changed.body.data).toMatchObject({ version: 2, locale: 'de-DE', brand: { name: 'North' } });
    expect((await client.patch(path, { brand: null })).body.data).toMatchObject({ version: 2, brand: null });
  });

  it('only over the version it was made from, where one is named', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    const save = (body: object) => client.post(`${PROPOSALS}/${proposal}/save`, body);
    expect((await save({ content: { a: '1' }, expected_version: 1 })).status).toBe(200);
    const late = await save({ content: { a: '2' }, expected_version: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'proposals/changed-meanwhile']);
    const both = await Promise.all(
      ['x', 'y'].map((text) => save({ content: { a: text }, expected_version: 2 })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it.each(REFUSED_CHANGES)('unless it has %s', async (_what, changes, status, path) => {
    const { id, client } = await app.newUser();
    const before = await makeProposal(app, id);
    const answer = await client.post(`${PROPOSALS}/${before.id}/save`, changes);
    expect(answer.status).toBe(status);
    expect(pathsIn(answer.body)).toContain(path);
    expect((await client.get(`${PROPOSALS}/${before.id}`)).body.data).toEqual(before);
  });
});

describe('the status of a proposal', () => {
  it('goes from draft to sent to accepted, and tells when', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    const move = (status: string) => client.patch(`${PROPOSALS}/${proposal}/status`, { status });
    const sent = await move('sent');
    expect(sent.body.data).toMatchObject({
      status: 'sent',
      sent_at: expect.stringMatching(/Z$/),
      decided_at: null,
      version: 1,
    });
    const accepted = await move('accepted');
    expect(accepted.body.data).toMatchObject({ status: 'accepted', decided_at: expect.stringMatching(/Z$/) });
    expect((await client.get(`${PROPOSALS}?status=accepted`)).body.data).toHaveLength(1);
    for (const status of ['draft', 'sent', 'rejected', 'accepted']) {
      const { status: code, body } = await move(status);
      expect([code, body.code]).toEqual([409, 'proposals/illegal-transition']);
    }
    expect((await move('archived')).body.data.status).toBe('archived');
    expect((await move('viewed')).status).toBe(400);
  });

  it('keeps what the client has seen: only a draft changes', async () => {
    const { id, client } = await app.newUser();
    const drafted = await makeProposal(app, id);
    const path = `${PROPOSALS}/${drafted.id}`;
    const sent = await client.post(`${path}/save`, {
      content: { executive_summary: 'Final.' },
      status: 'sent',
    });
    expect(sent.body.data).toMatchObject({ version: 2, status: 'sent' });
    const refused = await client.post(`${path}/save`, { content: { executive_summary: 'Cheaper!' } });
    expect([refused.status, refused.body.code]).toEqual([409, 'proposals/fixed']);
    expect((await client.post(`${path}/versions/1/restore`)).status).toBe(409);
    expect((await client.post(`${path}/save`, { content: { executive_summary: 'Final.' } })).status).toBe(
      200,
    );
    expect(
      (await client.patch(`${path}/status`, { status: 'rejected' })).body.data.decided_at,
    ).not.toBeNull();
    const again = await client.patch(`${path}/status`, { status: 'draft' });
    expect(again.body.data).toMatchObject({ status: 'draft', decided_at: null });
    expect((await client.post(`${path}/save`, { content: { executive_summary: 'Cheaper!' } })).status).toBe(
      200,
    );
  });
});
