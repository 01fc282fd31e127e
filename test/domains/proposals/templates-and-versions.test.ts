import { randomUUID } from 'node:crypto';
import { BUILT_IN_TEMPLATES } from '#domains/proposals/templates/built-in-templates';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeProposal, pathsIn, PROPOSALS } from './proposals.makers.js';
import { REFUSED_TEMPLATES } from './refused.cases.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('the versions of a proposal', () => {
  it('are listed, read and restored', async () => {
    const { id, client } = await app.newUser();
    const first = await makeProposal(app, id, { budget: 100 });
    const path = `${PROPOSALS}/${first.id}`;
    const two = { pricing: [{ item: 'Work', price: 50 }], content: { executive_summary: 'Two.' } };
    await client.post(`${path}/save`, two);
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
      ['request', (id) => client.get(`${path(id)}/request`)],
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

  it('of one`s own are drafted from, but not those of others and none that does not exist', async () => {
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

  it.each(REFUSED_TEMPLATES)('are refused with %s', async (_what, template, status, path) => {
    const { client } = await app.newUser();
    const answer = await client.post(`${PROPOSALS}/templates`, template);
    expect(answer.status).toBe(status);
    expect(pathsIn(answer.body)).toContain(path);
  });
});
