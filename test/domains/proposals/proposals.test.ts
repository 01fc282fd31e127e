import { randomUUID } from 'node:crypto';
import { BUILT_IN_TEMPLATES } from '#domains/proposals/templates/built-in-templates';
import { ProposalTemplateService } from '#domains/proposals/templates/proposal-template.service';
import { fallbackTexts } from '#domains/proposals/drafts/fallback-texts';
import { toProposalRequest } from '#domains/proposals/drafts/proposal-request';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import { CALL, makeProposal, PROPOSALS } from './proposals.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const paths = (body: { errors?: { path: string }[] }) => body.errors?.map(({ path }) => path);

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
    const short = {
      client_name: 'Kuwait Tea',
      budget: 1_000.125,
      currency: 'KWD',
      locale: 'en-GB',
      timeline: '6 weeks',
    };
    const request = toProposalRequest(short);
    const drafted = await makeProposal(app, id, { ...short, client_info: null });
    expect(drafted).toMatchObject({
      client_name: 'Kuwait Tea',
      value: 1_000.125,
      currency: 'KWD',
      locale: 'en-GB',
    });
    expect(drafted.timeline[1]?.duration).toBe('3 weeks');
    expect(request.template_type).toBe('general_business');
  });

  it('from texts that a model wrote, in the name of a brand', async () => {
    const { id, client } = await app.newUser();
    const request = toProposalRequest({ client_name: 'Harbour Bakery', template_type: 'consulting' });
    const template = (await app
      .get(Database)
      .as(id, () => app.get(ProposalTemplateService).find(id, 'consulting')))!;
    const { texts, provenance } = fallbackTexts(request, template);
    const written = {
      texts: { ...texts, executive_summary: 'Written for you.' },
      provenance: { ...provenance, ai: true, provider: 'openai', model: 'gpt-5-mini', cost_usd: 0.01 },
    };
    const brand = { name: 'Northlight', colors: { primary: '#112233' } };
    const drafted = await makeProposal(app, id, { template_type: 'consulting' }, { written, brand });
    const { data } = (await client.get(`${PROPOSALS}/${drafted.id}`)).body;
    expect(data.content.executive_summary).toBe('Written for you.');
    expect(data.provenance).toMatchObject({ ai: true, provider: 'openai', cost_usd: 0.01 });
    expect(data.brand).toEqual({ name: 'Northlight', colors: { primary: '#112233', accent: '' } });
  });

  it('from a template of one`s own, but from no other`s and none that does not exist', async () => {
    const { id, client } = await app.newUser();
    const stranger = await app.newUser();
    const sections = ['about_us', 'pricing'];
    const mine = (await client.post(`${PROPOSALS}/templates`, { name: 'Mine', sections, category: 'trade' }))
      .body.data;
    const drafted = await makeProposal(app, id, { template_type: mine.id });
    expect(drafted.pricing).toHaveLength(5);
    expect(drafted.sections.map((section) => section.id)).toEqual([
      'executive_summary',
      'about_us',
      'proposed_services',
      'pricing',
    ]);
    for (const [owner, template_type] of [
      [stranger.id, mine.id],
      [id, randomUUID()],
      [id, 'no_such_template'],
    ])
      await expect(makeProposal(app, owner, { template_type })).rejects.toMatchObject({
        code: 'proposals/template-unknown',
        kind: 'invalid',
        issues: [{ path: 'template_type' }],
      });
    expect((await stranger.client.get(PROPOSALS)).body.data).toEqual([]);
  });
});

describe('the list of proposals', () => {
  it('is the caller`s own, newest first, with what each is worth', async () => {
    const { id, client } = await app.newUser();
    const stranger = await app.newUser();
    await makeProposal(app, stranger.id);
    const first = await makeProposal(app, id, { budget: 100 });
    const second = await makeProposal(app, id, { budget: 200, currency: 'EUR' });
    const { body } = await client.get(PROPOSALS);
    expect(body.data).toEqual([
      {
        id: second.id,
        client_name: 'Harbour Bakery',
        template_type: 'general_business',
        status: 'draft',
        value: 200,
        currency: 'EUR',
        created_at: second.created_at,
        updated_at: second.updated_at,
      },
      expect.objectContaining({ id: first.id, value: 100 }),
    ]);
    const page = await client.get(`${PROPOSALS}?limit=1`);
    const rest = await client.get(`${PROPOSALS}?limit=1&cursor=${page.body.next_cursor}`);
    expect([page, rest].map((answer) => answer.body.data[0].id)).toEqual([second.id, first.id]);
    expect(rest.body.next_cursor).toBeNull();
  });

  it('is searched by client and status, in which a percent sign is a percent sign', async () => {
    const { id, client } = await app.newUser();
    for (const company_name of ['50% Off Ltd', '500 Offices', 'Under_score', 'UnderXscore', 'C:\\Temp'])
      await makeProposal(app, id, { client_info: { company_name } });
    const found = async (query: string) =>
      (await client.get(`${PROPOSALS}?${query}`)).body.data.map(
        (item: { client_name: string }) => item.client_name,
      );
    expect(await found(`client=${encodeURIComponent('50% o')}`)).toEqual(['50% Off Ltd']);
    expect(await found('client=r_s')).toEqual(['Under_score']);
    expect(await found(`client=${encodeURIComponent('c:\\')}`)).toEqual(['C:\\Temp']);
    expect(await found('client=OFF')).toEqual(['500 Offices', '50% Off Ltd']);
    expect(await found('status=sent')).toEqual([]);
    expect(await found('status=draft&client=under')).toEqual(['UnderXscore', 'Under_score']);
  });

  it.each([
    ['status=gone'],
    ['limit=0'],
    ['limit=1e2'],
    ['cursor=x'],
    ['owner=me'],
    ['client=' + 'x'.repeat(201)],
  ])('refuses ?%.20s', async (query) => {
    const { client } = await app.newUser();
    expect((await client.get(`${PROPOSALS}?${query}`)).status).toBe(400);
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
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it.each([
    [
      'a price with more decimals than its currency',
      { currency: 'JPY', pricing: [{ item: 'A', price: 1.5 }] },
      422,
      'pricing.0.price',
    ],
    [
      'prices that are too large together',
      { pricing: Array.from({ length: 200 }, () => ({ item: 'A', price: 1e9, quantity: 1e5 })) },
      422,
      'pricing',
    ],
    [
      'a section named twice',
      {
        sections: [
          { id: 'a', title: 'A' },
          { id: 'a', title: 'B' },
        ],
      },
      422,
      'sections.1.id',
    ],
    [
      'texts that are too long together',
      { content: Object.fromEntries('abcdef'.split('').map((key) => [key, 'x'.repeat(20_000)])) },
      422,
      'content',
    ],
    ['a text that is too long', { content: { a: 'x'.repeat(20_001) } }, 400, 'content'],
    ['a text that is none', { content: { a: 5 } }, 400, 'content'],
    ['a key that is none', { content: { 'A b': 'x' } }, 400, 'content'],
    ['201 lines', { pricing: Array.from({ length: 201 }, () => ({ item: 'A', price: 1 })) }, 400, 'pricing'],
    ['a price below nothing', { pricing: [{ item: 'A', price: -1 }] }, 400, 'pricing.0.price'],
    ['a price in words', { pricing: [{ item: 'A', price: '1' }] }, 400, 'pricing.0.price'],
    [
      'a line without an item',
      { pricing: [{ item: ' \u0000'.slice(0, 1), price: 1 }] },
      400,
      'pricing.0.item',
    ],
    ['51 phases', { timeline: Array.from({ length: 51 }, () => ({ phase: 'A' })) }, 400, 'timeline'],
    ['a currency that does not exist', { currency: 'XYZ' }, 400, 'currency'],
    ['a language that does not exist', { locale: 'en_US' }, 400, 'locale'],
    ['a discount above everything', { discount_percent: 101 }, 400, 'discount_percent'],
    ['a day that does not exist', { valid_until: '2026-02-30' }, 400, 'valid_until'],
    ['a moment for a day', { valid_until: '2026-02-03T10:00:00Z' }, 400, 'valid_until'],
    [
      'a brand with a colour that closes a tag',
      { brand: { name: 'A', colors: { primary: '"/><x' } } },
      400,
      'brand.colors.primary',
    ],
    ['a logo', { brand: { name: 'A', logo: 'x' } }, 400, 'brand.logo'],
    ['no name', { client_name: null }, 400, 'client_name'],
    [
      'a mail address that is none',
      { client_info: { company_name: 'A', email: 'a@b' } },
      400,
      'client_info.email',
    ],
    ['another owner', { created_by: randomUUID() }, 400, 'created_by'],
    ['a status that does not exist', { status: 'viewed' }, 400, 'status'],
  ])('unless it has %s', async (_what, changes, status, path) => {
    const { id, client } = await app.newUser();
    const before = await makeProposal(app, id);
    const answer = await client.post(`${PROPOSALS}/${before.id}/save`, changes);
    expect(answer.status).toBe(status);
    expect(paths(answer.body)).toContain(path);
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

describe('the versions of a proposal', () => {
  it('are listed, read and restored', async () => {
    const { id, client } = await app.newUser();
    const first = await makeProposal(app, id, { budget: 100 });
    const path = `${PROPOSALS}/${first.id}`;
    await client.post(`${path}/save`, {
      pricing: [{ item: 'Work', price: 50 }],
      content: { executive_summary: 'Two.' },
    });
    await client.post(`${path}/save`, { terms: { warranty: null } });
    const { body } = await client.get(`${path}/versions`);
    expect(body.data).toEqual([
      { version: 3, changes: ['terms.warranty'], value: 50, created_at: expect.any(String) },
      {
        version: 2,
        changes: ['content.executive_summary', 'pricing'],
        value: 50,
        created_at: expect.any(String),
      },
      { version: 1, changes: [], value: 100, created_at: expect.any(String) },
    ]);
    const page = await client.get(`${path}/versions?limit=2`);
    expect(
      (await client.get(`${path}/versions?limit=2&cursor=${page.body.next_cursor}`)).body.data[0].version,
    ).toBe(1);
    const one = (await client.get(`${path}/versions/1`)).body.data;
    expect(one).toMatchObject({
      version: 1,
      totals: { total: 100 },
      content: first.content,
      terms: first.terms,
      pricing: first.pricing,
    });
    const restored = await client.post(`${path}/versions/1/restore`);
    expect(restored.body.data).toMatchObject({
      version: 4,
      value: 100,
      content: first.content,
      terms: first.terms,
    });
    expect((await client.get(`${path}/versions/2`)).body.data.content.executive_summary).toBe('Two.');
    for (const version of ['5', '0', '-1', '1e0', 'x', '99999999999'])
      expect((await client.get(`${path}/versions/${version}`)).body.code).toBe('proposals/version-not-found');
  });

  it('are the hundred newest', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    await app.sql('update proposals set version = 100 where id = $1', [proposal]);
    await client.post(`${PROPOSALS}/${proposal}/save`, { content: { a: 'x' } });
    const { body } = await client.get(`${PROPOSALS}/${proposal}/versions`);
    expect(body.data.map(({ version }: { version: number }) => version)).toEqual([101]);
  });

  it('go with the proposal', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    expect((await client.delete(`${PROPOSALS}/${proposal}`)).body.data).toEqual({
      deleted: true,
      id: proposal,
    });
    expect((await client.delete(`${PROPOSALS}/${proposal}`)).status).toBe(404);
    const [left] = await app.sql(
      'select count(*)::int as count from proposal_versions where proposal_id = $1',
      [proposal],
    );
    expect(left).toEqual({ count: 0 });
  });
});

describe('another user`s proposal', () => {
  it('does not exist, by whichever route', async () => {
    const owner = await app.newUser();
    const { client } = await app.newUser();
    const theirs = await makeProposal(app, owner.id);
    const path = (id: string) => `${PROPOSALS}/${id}`;
    const ways: [string, (id: string) => ReturnType<typeof client.get>][] = [
      ['read', (id) => client.get(path(id))],
      ['save', (id) => client.post(`${path(id)}/save`, { client_name: 'Mine' })],
      ['patch', (id) => client.patch(path(id), { client_name: 'Mine' })],
      ['put', (id) => client.put(path(id), { client_name: 'Mine' })],
      ['status', (id) => client.patch(`${path(id)}/status`, { status: 'sent' })],
      ['versions', (id) => client.get(`${path(id)}/versions`)],
      ['version', (id) => client.get(`${path(id)}/versions/1`)],
      ['restore', (id) => client.post(`${path(id)}/versions/1/restore`)],
      ['export', (id) => client.post(`${path(id)}/export`, { format: 'pdf' })],
      ['download', (id) => client.get(`${path(id)}/download/pdf`)],
      ['delete', (id) => client.delete(path(id))],
    ];
    for (const [way, go] of ways) {
      for (const id of [theirs.id, randomUUID(), 'no-id']) {
        const { status, body } = await go(id);
        expect([way, id, status, body.code]).toEqual([way, id, 404, 'proposals/not-found']);
      }
    }
    expect((await owner.client.get(path(theirs.id))).body.data).toEqual(theirs);
    expect((await app.anonymous.get(path(theirs.id))).status).toBe(401);
  });
});

describe('proposal templates', () => {
  it('are an array of the built-in ones, in the documented shape', async () => {
    const { client } = await app.newUser();
    const { data } = (await client.get(`${PROPOSALS}/templates`)).body;
    expect(data).toEqual(
      BUILT_IN_TEMPLATES.map((template) => ({ ...template, built_in: true, shared: true, created_at: null })),
    );
  });

  it('in the table, for those who read it themselves, are the same five', async () => {
    const rows = await app.sql(
      'select built_in as id, name, description, category, sections, default_services from proposal_templates where built_in is not null',
    );
    const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);
    expect((rows as { id: string }[]).toSorted(byId)).toEqual(
      BUILT_IN_TEMPLATES.map(({ section_titles: _titles, section_texts: _texts, ...rest }) => rest).toSorted(
        byId,
      ),
    );
    const [row] = await app.sql<{ id: string }>(
      `select id from proposal_templates where built_in = 'consulting'`,
    );
    const { id } = await app.newUser();
    expect((await makeProposal(app, id, { template_type: row!.id })).template_type).toBe('consulting');
  });

  it('of one`s own are added, changed and deleted; no other user sees them', async () => {
    const { client } = await app.newUser();
    const stranger = await app.newUser();
    const added = await client.post(`${PROPOSALS}/templates`, {
      name: 'Shop fitting',
      sections: ['about_us', 'project_scope', 'pricing', 'terms'],
      category: 'trade',
      section_texts: { about_us: 'Since 1998.' },
    });
    expect(added.status).toBe(201);
    expect(added.body.data).toMatchObject({
      description: '',
      default_services: [],
      built_in: false,
      shared: false,
    });
    const path = `${PROPOSALS}/templates/${added.body.data.id}`;
    const changed = await client.put(path, { name: 'Shops', default_services: ['Counters', ' '] });
    expect(changed.body.data).toMatchObject({
      name: 'Shops',
      default_services: ['Counters'],
      section_texts: { about_us: 'Since 1998.' },
    });
    expect((await client.get(`${PROPOSALS}/templates`)).body.data.at(-1)).toEqual(changed.body.data);
    expect((await stranger.client.get(`${PROPOSALS}/templates`)).body.data).toHaveLength(5);
    for (const answer of [
      await stranger.client.get(path),
      await stranger.client.put(path, { name: 'Mine' }),
      await stranger.client.delete(path),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'proposals/template-not-found']);
    expect((await client.get(path)).body.data).toEqual(changed.body.data);
    expect((await client.delete(path)).body.data).toEqual({ deleted: true, id: added.body.data.id });
    expect((await client.get(path)).status).toBe(404);
  });

  it('that are everybody`s are read and used, and changed by nobody', async () => {
    const { id, client } = await app.newUser();
    const [shared] = await app.sql<{ id: string }>(
      `insert into proposal_templates (name, description, category, sections, is_active)
       values ('Old', 'From an older front end', 'general', '[{"title": "Über uns", "content": "Hello."}, "pricing"]', true) returning id`,
    );
    const path = `${PROPOSALS}/templates/${shared!.id}`;
    expect((await client.get(path)).body.data).toMatchObject({
      sections: ['uber_uns', 'pricing'],
      section_titles: { uber_uns: 'Über uns' },
      section_texts: { uber_uns: 'Hello.' },
      shared: true,
      built_in: false,
    });
    const drafted = await makeProposal(app, id, { template_type: shared!.id });
    expect(drafted.content['uber_uns']).toBe('Hello.');
    for (const target of [path, `${PROPOSALS}/templates/consulting`])
      for (const answer of [await client.put(target, { name: 'Mine' }), await client.delete(target)])
        expect([answer.status, answer.body.code]).toEqual([403, 'proposals/template-shared']);
    await app.sql('update proposal_templates set is_active = false where id = $1', [shared!.id]);
    expect((await client.get(`${PROPOSALS}/templates`)).body.data).toHaveLength(5);
    await app.sql('delete from proposal_templates where id = $1', [shared!.id]);
  });

  it('of one owner are at most 200', async () => {
    const { id, client } = await app.newUser();
    await app.sql(
      `insert into proposal_templates (name, description, sections, user_id)
       select 'T' || n, '', '["pricing"]', $1::uuid from generate_series(1, 200) n`,
      [id],
    );
    const { status, body } = await client.post(`${PROPOSALS}/templates`, {
      name: 'One more',
      sections: ['pricing'],
    });
    expect([status, body.code]).toEqual([409, 'proposals/too-many-templates']);
  });

  it.each([
    ['no name', { sections: ['a'] }, 400, 'name'],
    ['no sections', { name: 'A' }, 400, 'sections'],
    ['sections that are empty', { name: 'A', sections: [] }, 400, 'sections'],
    ['a section that is no key', { name: 'A', sections: ['About us'] }, 400, 'sections'],
    ['a section twice', { name: 'A', sections: ['a', 'b', 'a'] }, 422, 'sections.2'],
    [
      '31 services',
      { name: 'A', sections: ['a'], default_services: Array(31).fill('x') },
      400,
      'default_services',
    ],
    ['a text that is none', { name: 'A', sections: ['a'], section_texts: { a: null } }, 400, 'section_texts'],
    ['an owner', { name: 'A', sections: ['a'], user_id: randomUUID() }, 400, 'user_id'],
  ])('are refused with %s', async (_what, template, status, path) => {
    const { client } = await app.newUser();
    const answer = await client.post(`${PROPOSALS}/templates`, template);
    expect(answer.status).toBe(status);
    expect(paths(answer.body)).toContain(path);
  });
});
