import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeForm } from './forms.makers.js';
import { importing } from './imports.makers.js';
import { newLead } from './leads.makers.js';
import { follow, membersOf, newSegment } from './segments.makers.js';
import { makeSource, signed } from './sources.makers.js';

const TYPO = { email_quality: 'doubtful', email_issues: ['typo'], email_suggestion: 'ada@gmail.com' };
const THROWN_AWAY = { email_quality: 'bad', email_issues: ['disposable'], email_suggestion: null };
const OFFICE = { email_quality: 'doubtful', email_issues: ['role'], email_suggestion: null };
const GOOD = { email_quality: 'good', email_issues: [], email_suggestion: null };

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const emails = async (client: TestClient, query: string) =>
  (await client.get(`/api/leads?sort=email${query}`)).body.data.map(({ email }: { email: string }) => email);

describe('an address of a lead', () => {
  it('is judged when a person enters it, and anew when it becomes another one', async () => {
    const { client } = await app.newUser();
    const lead = await newLead(client, { email: 'ada@gamil.com' });
    expect(lead).toMatchObject(TYPO);
    const path = `/api/leads/${lead.id}`;
    const put = async (changes: object) => (await client.put(path, changes)).body.data;
    expect(await put({ email: 'Ada@Gmail.com' })).toMatchObject(GOOD);
    expect(await put({ email: 'ada@mailinator.com' })).toMatchObject(THROWN_AWAY);
    expect(await put({ email: 'info@mailinator.com' })).toMatchObject({
      email_quality: 'bad',
      email_issues: ['disposable', 'role'],
    });
    expect(await put({ company: 'AE' })).toMatchObject({ email_issues: ['disposable', 'role'] });
  });

  it('keeps what name servers have said of it while it is the same, however it is written', async () => {
    const { client } = await app.newUser();
    const { id } = await newLead(client, { email: 'ada@acme.example', external_id: '7' });
    await app.sql(`update leads set email_issues = '{no_mail}' where id = $1`, [id]);
    const lost = { email_quality: 'bad', email_issues: ['no_mail'] };
    expect((await client.put(`/api/leads/${id}`, { email: 'Ada@ACME.example' })).body.data).toMatchObject(
      lost,
    );
    const said = { lead: { email: 'ada@Acme.example', external_id: '7', company: 'AE' } };
    expect((await client.post('/api/leads/upsert', said)).body.data.lead).toMatchObject(lost);
    await importing(app, 'email\nADA@acme.example\n', '', { id: (await ownerOf(id)) as string });
    expect((await client.get(`/api/leads/${id}`)).body.data).toMatchObject(lost);
  });

  it('is judged in upserts and batches, which say so of each lead and of all', async () => {
    const { client } = await app.newUser();
    const one = await client.post('/api/leads/upsert', { lead: { email: 'ada@gamil.com' } });
    expect(one.body.data.lead).toMatchObject(TYPO);
    const { data } = (
      await client.post('/api/leads/batch', {
        leads: [
          { email: 'ada@gamil.com', company: 'AE' },
          { email: 'x@mailinator.com' },
          { email: 'sales@acme.example' },
          { email: 'no address' },
          { external_id: 'nameless' },
          { email: 'eve@acme.example' },
        ],
      })
    ).body;
    expect(
      data.results.map(({ email_issues, email_suggestion }: Record<string, unknown>) => [
        email_issues,
        email_suggestion,
      ]),
    ).toEqual([
      [['typo'], 'ada@gmail.com'],
      [['disposable'], null],
      [['role'], null],
      [[], null],
      [[], null],
      [[], null],
    ]);
    expect(data.findings).toEqual({ typo: 1, disposable: 1, role: 1 });
    const moved = { lead: { external_id: 'nameless', email: 'info@acme.example' } };
    const { body } = await client.post('/api/leads/upsert', moved);
    expect(body.data).toMatchObject({ outcome: 'updated', kept: [], lead: OFFICE });
    for (const derived of ['email_issues', 'email_quality', 'email_suggestion'])
      expect(
        (await client.post('/api/leads/upsert', { lead: { email: 'q@acme.example', [derived]: [] } })).status,
      ).toBe(400);
  });

  it('is judged in files, which count what was found and leave out what is thrown away where that is wished', async () => {
    const file = [
      'email',
      'ada@gamil.com',
      'x@mailinator.com',
      'info@acme.example',
      'X@mailinator.com',
      'eve@acme.example',
      'no address',
    ].join('\n');
    const kept = await importing(app, file);
    expect(kept.data).toMatchObject({
      disposable: 'keep',
      created_count: 4,
      error_count: 1,
      findings: { typo: 1, disposable: 2, role: 1 },
    });
    expect(kept.byEmail).toMatchObject({
      'ada@gamil.com': TYPO,
      'X@mailinator.com': THROWN_AWAY,
      'info@acme.example': OFFICE,
      'eve@acme.example': GOOD,
    });
    for (const query of ['?disposable=skip&dry_run=true', '?disposable=skip']) {
      const { data, leads, id } = await importing(app, file, query);
      expect(data).toMatchObject({
        disposable: 'skip',
        created_count: 3,
        skipped_count: 2,
        error_count: 1,
        processed_rows: 6,
        findings: { typo: 1, disposable: 2, role: 1 },
      });
      expect(leads).toHaveLength(query.includes('dry') ? 0 : 3);
      expect((await (await app.newUser()).client.get(`/api/leads/imports/${data.id}`)).status).toBe(404);
      expect(id).not.toBe(kept.id);
    }
    expect((await importing(app, file, '?disposable=burn')).status).toBe(400);
  });

  it('is judged when another system sends it, which is told how many were doubtful', async () => {
    const { client, path, secret } = await makeSource(app);
    const text = JSON.stringify({ contact: { email: 'ada@gamil.com', id: 7 } });
    const headers = { 'content-type': 'application/json', ...signed(text, { secret }) };
    const { body } = await app.anonymous.send('POST', path, text, headers);
    expect(body.data ?? body).toMatchObject({ created: 1, findings: { typo: 1, disposable: 0, role: 0 } });
    const again = await app.anonymous.send('POST', path, text, headers);
    expect(again.body.data ?? again.body).toMatchObject({
      duplicate: true,
      findings: { typo: 0, disposable: 0, role: 0 },
    });
    expect((await client.get('/api/leads')).body.data).toMatchObject([TYPO]);
  });

  it('is found by lists, filters and live segments of its owner alone', async () => {
    const { client } = await app.newUser();
    const other = await app.newUser();
    for (const email of ['ada@gamil.com', 'x@mailinator.com', 'info@acme.example', 'eve@acme.example'])
      for (const who of [client, other.client]) await newLead(who, { email });
    const doubtful = { field: 'email_quality', op: 'in', value: ['doubtful', 'bad'] };
    const segment = await newSegment(app, client, { kind: 'live', filter: doubtful });
    expect(await emails(client, '&email_quality=bad')).toEqual(['x@mailinator.com']);
    expect(await emails(client, '&email_quality=bad&email_quality=doubtful')).toHaveLength(3);
    expect(await emails(client, '&email_issue=role&email_issue=typo')).toEqual([
      'ada@gamil.com',
      'info@acme.example',
    ]);
    const has = { field: 'email_issues', op: 'has', value: 'typo' };
    expect(await emails(client, `&filter=${encodeURIComponent(JSON.stringify(has))}`)).toEqual([
      'ada@gamil.com',
    ]);
    expect(await membersOf(client, segment.id)).toEqual([
      'ada@gamil.com',
      'info@acme.example',
      'x@mailinator.com',
    ]);
    const [typed] = (await client.get('/api/leads?email_issue=typo')).body.data;
    await client.put(`/api/leads/${typed.id}`, { email: 'ada@gmail.com' });
    await follow(app);
    expect(await membersOf(client, segment.id)).toEqual(['info@acme.example', 'x@mailinator.com']);
    for (const query of ['email_quality=best', 'email_issue=ugly'])
      expect((await client.get(`/api/leads?${query}`)).status).toBe(400);
  });

  it('goes along when leads are merged, and comes back when that is undone', async () => {
    const { client } = await app.newUser();
    const into = await newLead(client, { email: 'ada@gamil.com' });
    const from = await newLead(client, { email: 'info@acme.example' });
    const choose = { into: into.id, from: [from.id], choose: { email: from.id } };
    expect((await client.post('/api/leads/merges/preview', choose)).body.data.lead).toMatchObject(OFFICE);
    const merged = (await client.post('/api/leads/merges', choose)).body.data;
    expect(merged.lead).toMatchObject({ email: 'info@acme.example', ...OFFICE });
    await app.sql(`update leads set email_issues = '{role,no_mail}' where id = $1`, [into.id]);
    const undone = await client.post(`/api/leads/merges/${merged.merge_id}/undo`);
    expect(undone.body.data.lead).toMatchObject({ email: 'ada@gamil.com', ...TYPO });
    expect((await client.get(`/api/leads/${from.id}`)).body.data).toMatchObject(OFFICE);
  });
});

describe('a form', () => {
  const submitting = async (settings: object, email: string) => {
    const form = await makeForm(app, { settings });
    const { status, body } = await form.submit({ email, name: 'Ada' });
    return { ...form, status, body, found: (await form.leads()) as object[] };
  };

  it('says of its leads what speaks against their addresses, and asks the visitor whether another was meant', async () => {
    const { form, body, found } = await submitting({}, 'ada@gamil.com');
    expect(form.settings).toMatchObject({ disposable_addresses: 'flag', role_addresses: 'flag' });
    expect(body).toMatchObject({ success: true, email_suggestion: 'ada@gmail.com' });
    expect(found).toMatchObject([TYPO]);
    expect((await submitting({}, 'x@mailinator.com')).found).toMatchObject([THROWN_AWAY]);
    const right = await submitting({}, 'info@acme.example');
    expect(right.found).toMatchObject([OFFICE]);
    expect(right.body).not.toHaveProperty('email_suggestion');
  });

  it('does not mind what its owner does not mind', async () => {
    const settings = { disposable_addresses: 'allow', role_addresses: 'allow' };
    expect((await submitting(settings, 'info@mailinator.com')).found).toMatchObject([GOOD]);
    const { form, client } = await makeForm(app, { settings });
    const path = `/api/lead-capture/forms/${form.id}`;
    expect((await client.put(path, { settings: { role_addresses: 'refuse' } })).status).toBe(400);
    const changed = await client.put(path, { settings: { minimum_seconds: 1 } });
    expect(changed.body.data.settings).toMatchObject(settings);
  });

  it.each([{}, { double_opt_in: true }])(
    'refuses addresses to throw away where its owner wishes that, and keeps nothing: %j',
    async (more) => {
      const settings = { disposable_addresses: 'refuse', ...more };
      const { status, body, found, count } = await submitting(settings, 'X@Sub.Mailinator.com');
      expect([status, body.code]).toEqual([422, 'leads/submission-refused']);
      expect(body.errors).toEqual([{ path: 'email', message: expect.stringContaining('that you keep') }]);
      expect([found, await count()]).toEqual([[], 0]);
      expect((await submitting(settings, 'ada@acme.example')).status).toBe(200);
    },
  );

  it('tells a robot what it tells a person, and keeps nothing', async () => {
    const { submit, leads } = await makeForm(app);
    const { body } = await submit({ email: 'ada@gamil.com', _hp: 'x' });
    expect(body).toMatchObject({ success: true, email_suggestion: 'ada@gmail.com' });
    for (const email of [7, null, { $ne: 1 }, ['ada@gamil.com'], 'no address', 'x'.repeat(20_000)])
      expect((await submit({ email, _hp: 'x' })).body).not.toHaveProperty('email_suggestion');
    expect(await leads()).toEqual([]);
  });
});

async function ownerOf(leadId: string): Promise<unknown> {
  const [row] = await app.sql<{ created_by: string }>('select created_by from leads where id = $1', [leadId]);
  return row?.created_by;
}
