import { LeadListService } from '#domains/leads/lists/lead-list.service';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeLeads } from './leads.makers.js';
import { emails, walk } from './lists.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a search for leads', () => {
  it('finds a part of a name, address, company, title or industry, in any case', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [
      { first_name: 'Zoë', last_name: 'Ångström' },
      { company: 'Müller & Söhne' },
      { job_title: 'Chief 100% Officer' },
      { industry: 'Wind_power' },
    ]);
    const found = async (q: string) =>
      emails(await client.get(`/api/leads/search?q=${encodeURIComponent(q)}`));
    expect(await found('zoë ång')).toEqual(['lead0@example.com']);
    expect(await found('LEAD3@')).toEqual(['lead3@example.com']);
    expect(await found('müller')).toEqual(['lead1@example.com']);
    expect(await found('100%')).toEqual(['lead2@example.com']);
    expect(await found('d_p')).toEqual(['lead3@example.com']);
    expect(await found('%')).toEqual(['lead2@example.com']);
    expect(await found('\\')).toEqual([]);
    expect(await walk(client, '/api/leads/search?q=example&limit=3')).toHaveLength(4);
  });

  it('shows who is meant most: by the whole, by the beginning, by a word, by a part', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [
      { first_name: 'Grace' },
      { company: 'Graceful Things' },
      { job_title: 'Head of Grace' },
      { company: 'Disgraceland' },
      { first_name: 'Grace' },
      { company: 'Elsewhere' },
    ]);
    const order = [4, 0, 1, 2, 3].map((at) => `lead${at}@example.com`);
    expect(emails(await client.get('/api/leads/search?q=%20GRACE%20'))).toEqual(order);
    expect(await walk(client, '/api/leads?q=grace&limit=2')).toEqual(order);
    expect(emails(await client.get('/api/leads?q=grace&sort=created_at'))).toEqual(order.toSorted());
    const narrowed = await client.get('/api/leads?q=grace&created_to=2026-01-01T00:02:30Z&limit=1');
    expect(emails(narrowed)).toEqual(['lead0@example.com']);
    expect(narrowed.body).toMatchObject({ total: 3, total_estimated: false });
  });

  it('forgives one slip in a word of four letters or more, and finds names in either order', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [
      { first_name: 'John', last_name: 'Smith', company: 'Acme' },
      { first_name: 'Joan', last_name: 'Smythe', company: 'Zenith' },
    ]);
    const found = async (q: string) => emails(await client.get(`/api/leads?q=${encodeURIComponent(q)}`));
    for (const q of ['smith john', 'jhon smtih', 'Smiith', 'ACNE', 'john acm'])
      expect([q, await found(q)]).toEqual([q, ['lead0@example.com']]);
    for (const q of ['zenit', 'zzenith', 'xenith', 'zenith joan'])
      expect([q, await found(q)]).toEqual([q, ['lead1@example.com']]);
    for (const q of ['jxn', 'smith azzme', 'zzzenith']) expect([q, await found(q)]).toEqual([q, []]);
  });

  it('takes everything that somebody may type as text', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [{ company: "O'Neil & (Sons) [GmbH] *.* \\\\ 100% a_b $1 %s" }, {}]);
    for (const q of [
      "o'neil",
      '(sons)',
      '[gmbh]',
      '*.*',
      '\\\\',
      '100%',
      'a_b',
      '$1',
      '%s',
      "o'neil 100% (sons)",
    ])
      expect(emails(await client.get(`/api/leads?q=${encodeURIComponent(q)}`))).toEqual([
        'lead0@example.com',
      ]);
    for (const q of [
      '%_%',
      '\\m',
      '((((',
      '$2',
      "';--",
      'a{1000}',
      '[[:alnum:]]',
      '\u{1F600}',
      'xyzzy '.repeat(33),
    ])
      expect(emails(await client.get(`/api/leads?q=${encodeURIComponent(q)}`))).toEqual([]);
  });

  it('needs something to look for', async () => {
    const { client } = await app.newUser();
    for (const path of [
      '/api/leads/search',
      '/api/leads/search?q=',
      '/api/leads/search?q=%20%20',
      '/api/leads?q=%09',
      '/api/leads?q=a&q=b',
      `/api/leads?q=${'x'.repeat(10_000)}`,
      `/api/leads/search?q=${'x'.repeat(201)}`,
    ])
      expect((await client.get(path)).status).toBe(400);
  });

  it('shows nobody`s leads to a caller without claims', async () => {
    const { id } = await app.newUser();
    await makeLeads(app, id, [{}]);
    const database = app.get(Database);
    const lists = app.get(LeadListService);
    const found = await database.asService('leads.capture', () => lists.list(id, { q: 'lead', limit: 50 }));
    expect(found.json).toBe('[]');
  });
});
