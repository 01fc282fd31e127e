import { idBytes, SignedClaims } from '#kernel/signed-claim';
import { Settings } from '#platform/config/settings';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { exporting } from './exports.makers.js';
import { makeLeads } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a download of all leads', () => {
  it('is CSV with stable columns in which no cell is a formula', async () => {
    const { id, client } = await app.newUser();
    await makeLeads(app, id, [
      { first_name: '=HYPERLINK("http://x")', company: 'A, "B"\nC', phone: '+49 30 1', notes: "'@sum" },
    ]);
    const answer = await client.get('/api/leads/export');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="leads_\d{8}_\d{6}\.csv"$/,
    );
    const [header, ...rows] = answer.text.split('\r\n');
    expect(header).toMatch(/^id,first_name,last_name,name,email,phone,/);
    expect(rows.join('\r\n')).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(rows.join('\r\n')).toContain(`"A, ""B""\nC"`);
    expect(rows.join('\r\n')).toContain(`,'+49 30 1,`);
    expect(rows.join('\r\n')).toContain(`,''@sum,`);
  });

  it('is JSON when asked, and has a header even without leads', async () => {
    const { id, client } = await app.newUser();
    expect((await client.get('/api/leads/export?format=json')).body).toEqual([]);
    expect((await client.get('/api/leads/export?format=CSV')).text.split('\r\n')).toHaveLength(2);
    await makeLeads(app, id, [{ company: 'One\u2028Two' }, {}]);
    const answer = await client.get('/api/leads/export?format=JSON');
    expect(answer.body[1].company).toBe('One\u2028Two');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body.map((lead: { email: string }) => lead.email)).toEqual([
      'lead1@example.com',
      'lead0@example.com',
    ]);
    expect(answer.text).toContain('\n    "email": ');
  });

  it('has every lead once, over many pages', async () => {
    const { id, client } = await app.newUser();
    await app.sql(
      `insert into leads (created_by, email, source, created_at)
       select $1, 'l' || n || '@example.com', 'manual', timestamptz '2026-01-01' + (n / 7) * interval '1 second'
       from generate_series(1, 2500) n`,
      [id],
    );
    const { body } = await client.get('/api/leads/export?format=json');
    expect(new Set(body.map((lead: { email: string }) => lead.email)).size).toBe(2500);
    expect(body).toHaveLength(2500);
  });

  it('refuses other formats in words', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.get('/api/leads/export?format=xlsx');
    expect([status, body.error]).toEqual([400, "Unsupported format. Use 'csv' or 'json'."]);
  });
});

describe('an export is refused', () => {
  it('for what there is not', async () => {
    const { client } = await app.newUser();
    const other = await app.newUser();
    const segment = (await other.client.post('/api/leads/segments', { name: 'Theirs', kind: 'static' })).body
      .data;
    const refusals: [object, number, string | undefined][] = [
      [{ format: 'xlsx' }, 400, undefined],
      [{ columns: ['email', 'password'] }, 400, 'leads/export-column-unknown'],
      [{ columns: ['custom.unknown'] }, 400, 'leads/export-column-unknown'],
      [{ filter: { field: 'password', op: 'is', value: 'x' } }, 422, 'leads/filter-refused'],
      [{ segment_id: segment.id }, 404, 'leads/segment-not-found'],
      [{ owner_id: other.id }, 400, undefined],
    ];
    for (const [wanted, status, code] of refusals) {
      const answer = await client.post('/api/leads/exports', wanted);
      expect([answer.status, answer.body.code]).toEqual([status, code ?? answer.body.code]);
    }
    for (const query of [`segment_id=${segment.id}`, 'columns=password', 'filter=[]', 'filter={'])
      expect((await client.get(`/api/leads/export?${query}`)).status).toBeGreaterThanOrEqual(400);
    expect((await client.get('/api/leads/exports')).body.data).toEqual([]);
  });

  it('to somebody with five that are not done', async () => {
    const { id, client } = await app.newUser();
    await app.sql(
      `insert into lead_exports (id, created_by, format, options)
       select gen_random_uuid(), $1, 'csv', '{"wanted":{},"plan":{"columns":[]}}' from generate_series(1, 5)`,
      [id],
    );
    const { status, body } = await client.post('/api/leads/exports', {});
    expect([status, body.code]).toEqual([409, 'leads/too-many-exports']);
    const [one] = (await client.get('/api/leads/exports?limit=1')).body.data;
    expect((await client.post(`/api/leads/exports/${one.id}/cancel`)).body.data.status).toBe('cancelled');
    expect((await client.post(`/api/leads/exports/${one.id}/cancel`)).body.code).toBe(
      'leads/export-finished',
    );
    expect((await client.post('/api/leads/exports', {})).status).toBe(202);
    await app.drainJobs();
  });

  it('to anybody but its owner, but for its link', async () => {
    const owner = await app.newUser();
    const { done } = await exporting(app, owner.client);
    const stranger = await app.newUser();
    for (const { status, body } of [
      await stranger.client.get(`/api/leads/exports/${done.id}`),
      await stranger.client.post(`/api/leads/exports/${done.id}/cancel`),
      await stranger.client.get('/api/leads/exports/not-an-id'),
    ])
      expect([status, body.code]).toEqual([404, 'leads/export-not-found']);
    expect((await stranger.client.get('/api/leads/exports')).body.data).toEqual([]);
    expect((await app.anonymous.get('/api/leads/exports')).status).toBe(401);
    expect((await app.anonymous.get('/api/leads/export')).status).toBe(401);
  });

  it('behind a link that is bent, of other keys, of another owner, or too old', async () => {
    const { id, client } = await app.newUser();
    const { done } = await exporting(app, client);
    const keys = app.get(Settings).keys('leads.exports');
    const claim = (ownerId: string, second: number) => {
      const until = Buffer.alloc(6);
      until.writeUIntBE(second, 0, 6);
      return Buffer.concat([idBytes(ownerId), idBytes(done.id), until]);
    };
    const now = Math.floor(Date.now() / 1000);
    const claims = new SignedClaims(keys);
    const other = await app.newUser();
    const token = done.download_url.split('/x/')[1] as string;
    const bent = `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`;
    for (const [link, status, code] of [
      [claims.sign('download', claim(id, now + 60)), 200, undefined],
      [bent, 404, 'leads/export-link-unknown'],
      [claims.sign('download', claim(other.id, now + 60)), 404, 'leads/export-link-unknown'],
      [claims.sign('other', claim(id, now + 60)), 404, 'leads/export-link-unknown'],
      [
        new SignedClaims(app.get(Settings).keys('other')).sign('download', claim(id, now + 60)),
        404,
        'leads/export-link-unknown',
      ],
      [claims.sign('download', claim(id, now - 1)), 410, 'leads/export-link-expired'],
      ['x', 404, 'leads/export-link-unknown'],
    ] as const) {
      const answer = await app.anonymous.get(`/x/${link}`);
      expect([answer.status, answer.body?.code]).toEqual([status, code]);
    }
  });
});
