import { startApp, type TestApp } from '../../support/app.js';
import { makeLeads } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
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
    await makeLeads(app, id, [{}, {}]);
    const answer = await client.get('/api/leads/export?format=JSON');
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
