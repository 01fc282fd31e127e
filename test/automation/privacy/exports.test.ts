import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { FileStorage } from '#platform/storage/file-storage';
import { StorageUnreachable } from '#platform/storage/storage.errors';
import { spyOn } from 'jest-mock';
import { sharedApp } from '../../support/kept-app.js';
import type { TestApp } from '../../support/app.js';
import { onEmbedded } from '../../support/where.js';
import { until } from '../../support/until.js';
import { writtenExport } from './told.js';
import { readZip } from './zip.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

describe('a file of everything', () => {
  it('is asked for under the row that a client has added itself, once', async () => {
    const { id, client } = await app.newUser();
    const requestId = `export-${id}`;
    await app.sql(`insert into data_export_requests (request_id, user_id) values ($1, $2)`, [requestId, id]);
    const first = await client.post('/api/privacy/export', { requestId });
    const second = await client.post('/api/privacy/export', { requestId });
    expect([first.status, second.status, second.body.data.id]).toEqual([202, 202, first.body.data.id]);
    const told = await writtenExport(client, first.body.data.id);
    expect(told).toMatchObject({ request_id: requestId, files: 0, error: null });
    expect(await app.sql(`select from data_export_requests where user_id = $1`, [id])).toHaveLength(1);
    const log = (await client.get('/api/privacy/audit-log')).body.data as { event: string }[];
    expect(log.map(({ event }) => event)).toEqual(['export.completed', 'export.requested']);
  });

  it('is nothing to a stranger: neither its state, nor its name, nor a link that was bent', async () => {
    const [{ client }, stranger] = [await app.newUser(), await app.newUser()];
    const { body } = await client.post('/api/privacy/export', {});
    const told = await writtenExport(client, body.data.id);
    for (const name of [told.id, told.request_id, randomUUID(), 'x'.repeat(500)])
      expect([name, (await stranger.client.get(`/api/privacy/export/${name}`)).status]).toEqual([name, 404]);
    const taken = await stranger.client.post('/api/privacy/export', { requestId: told.request_id });
    expect([taken.status, taken.body.code]).toEqual([409, 'privacy/request-taken']);
    const theirs = await stranger.client.post('/api/privacy/deletion', {
      requestId: told.request_id,
      confirmation: 'DELETE',
    });
    expect(theirs.status).toBe(202);
    const { pathname } = new URL(told.download_url);
    expect((await app.anonymous.get(pathname)).status).toBe(200);
    for (const bent of [`${pathname}x`, pathname.slice(0, -1), '/api/privacy/export/files/x'])
      expect((await app.anonymous.get(bent)).body.code).toBe('privacy/export-link-unknown');
    await client.delete('/api/user/account');
    expect((await app.anonymous.get(pathname)).status).toBe(404);
  });

  it('holds cells that no spreadsheet takes for formulas', async () => {
    const { client } = await app.newUser();
    const formula = '=HYPERLINK("http://evil.test")';
    await client.patch('/api/user/profile', { first_name: formula });
    const { body } = await client.post('/api/privacy/export', {});
    const told = await writtenExport(client, body.data.id);
    const file = await fetch(app.url + new URL(told.download_url).pathname);
    const entries = readZip(Buffer.from(await file.arrayBuffer()));
    expect(JSON.parse(entries.get('data/profiles.json')!)[0].first_name).toBe(formula);
    expect(entries.get('csv/profiles.csv')).toContain(`"'=HYPERLINK(""http://evil.test"")"`);
    expect(JSON.parse(entries.get('manifest.json')!)).toMatchObject({ rows: told.rows });
  });

  it('is written again when storage could not be read, and names the files that are there no more', async () => {
    const { id, client } = await app.newUser();
    const storage = app.nest.get(FileStorage, { strict: false });
    const [kept, gone] = [randomUUID(), randomUUID()].toSorted();
    const pathOf = (file?: string) => `mail-files/${id}/${file}.bin`;
    await app.sql(
      `insert into email_files (id, created_by, name, media_type, ready)
       select file, $1, 'menu.txt', 'text/plain', true from unnest($2::uuid[]) file`,
      [id, [kept, gone]],
    );
    await storage.write(pathOf(kept), Readable.from([Buffer.from('Fresh bread')]));
    const read = spyOn(storage, 'read').mockRejectedValueOnce(new StorageUnreachable());
    const { body } = await client.post('/api/privacy/export', {});
    await until('it is to be tried again', async () => {
      const due = `update pgboss.job set start_after = now() where name = 'privacy.write-export' and state = 'retry' returning 1`;
      return (await app.sql(due)).length > 0;
    });
    const told = await writtenExport(client, body.data.id);
    read.mockRestore();
    const file = await fetch(app.url + new URL(told.download_url).pathname);
    const entries = readZip(Buffer.from(await file.arrayBuffer()));
    expect(entries.get(`files/${pathOf(kept)}`)).toBe('Fresh bread');
    expect(JSON.parse(entries.get('manifest.json')!)).toMatchObject({
      files: 1,
      files_missing: [pathOf(gone)],
    });
  });

  it('is written for two requests of somebody at a time', async () => {
    const { id, client } = await app.newUser();
    for (const status of ['pending', 'running'])
      await app.sql(
        `insert into data_export_requests (request_id, user_id, status, started_at) values ($1, $2, $3, now())`,
        [randomUUID(), id, status],
      );
    const third = await client.post('/api/privacy/export', {});
    expect([third.status, third.body.code]).toEqual([409, 'privacy/too-many-exports']);
    expect((await client.post('/api/privacy/export', { requestId: 'a b' })).status).toBe(400);
  });

  it('is asked for where there is more than one document should hold', async () => {
    const { id, client } = await app.newUser();
    await app.sql(
      `insert into secret_audit_logs (user_id, service_name, operation, success)
       select $1, 'openai', 'create', true from generate_series(1, 20001)`,
      [id],
    );
    const refused = await client.get('/api/user/data-export');
    expect([refused.status, refused.body.code]).toEqual([409, 'privacy/export-too-large']);
    const { body } = await client.post('/api/privacy/export', {});
    expect((await writtenExport(client, body.data.id)).rows).toBeGreaterThan(20_000);
  });
});

describe('what was done with an account', () => {
  it('is listed page by page, with keys and roles, for its owner alone, and cannot be rewritten', async () => {
    const [{ id, client }, stranger] = [await app.newUser(), await app.newUser()];
    await client.put('/api/user/secrets/mistral', { value: 'a'.repeat(32) });
    await app.sql(`insert into user_roles (user_id, role) values ($1, 'editor')`, [id]);
    await client.put('/api/privacy/retention', { rules: [{ kind: 'agent_runs', days: 10 }] });
    const page = await client.get('/api/privacy/audit-log?limit=2');
    const rest = await client.get(`/api/privacy/audit-log?limit=2&cursor=${page.body.next_cursor}`);
    const events = [...page.body.data, ...rest.body.data].map(({ event }: { event: string }) => event);
    expect(events).toEqual(['retention.changed', 'role.given', 'secret.create']);
    expect(rest.body.next_cursor).toBeNull();
    expect(page.body.data[0]).toMatchObject({ ip_address: '127.0.0.1' });
    expect((await stranger.client.get('/api/privacy/audit-log')).body.data).toEqual([]);
    expect((await client.get('/api/user/roles')).body.data).toMatchObject([
      { role: 'editor', company_id: null },
    ]);
    const [grants] = await app.sql<{ update: boolean; delete: boolean }>(
      `select has_table_privilege('authenticated', 'privacy_audit_log', 'update') as update,
         has_table_privilege('authenticated', 'privacy_audit_log', 'delete') as delete`,
    );
    expect(grants).toEqual({ update: false, delete: false });
  });
});

describe('a person who is erased', () => {
  it('leaves nothing with their owner but a hash, and everything with others', async () => {
    const [owner, other] = [await app.newUser(), await app.newUser()];
    const email = `gone-${randomUUID()}@people.test`;
    const lead = { first_name: 'Gone', email, source: 'manual', phone: '+49 30 123456' };
    for (const { client } of [owner, other]) expect((await client.post('/api/leads', lead)).status).toBe(201);
    const { body } = await owner.client.post('/api/email/suppressions', { email, reason: 'manual' });
    expect(body.success).toBe(true);
    const erased = await owner.client.post('/api/privacy/erase-person', {
      email: ` ${email.toUpperCase()} `,
    });
    expect([erased.status, erased.body.data.counts]).toEqual([
      202,
      expect.objectContaining({
        'public.leads': 1,
        'public.removed_leads': 1,
        'public.email_suppressions': 1,
      }),
    ]);
    expect(JSON.stringify(erased.body)).not.toContain(email);
    for (const table of ['leads', 'removed_leads', 'lead_activities', 'lead_consents', 'email_suppressions'])
      expect([
        table,
        await app.sql(`select from ${table} t where created_by = $1 and position($2 in lower(t::text)) > 0`, [
          owner.id,
          email,
        ]),
      ]).toEqual([table, []]);
    expect(await app.sql('select from leads where created_by = $1', [other.id])).toHaveLength(1);
    expect((await owner.client.get('/api/privacy/erasures')).body.data).toMatchObject([
      { id: erased.body.data.id, mode: 'delete' },
    ]);
    expect((await other.client.get('/api/privacy/erasures')).body.data).toEqual([]);
    const again = await owner.client.post('/api/privacy/erase-person', { email });
    expect(again.body.data).toMatchObject({ counts: {}, digest: erased.body.data.digest });
    for (const wrong of ['', 'nobody', 'a@b.test\r\nBcc: c@d.test'])
      expect((await owner.client.post('/api/privacy/erase-person', { email: wrong })).status).toBe(400);
  });
});

describe('whoever has deleted their account', () => {
  onEmbedded('cannot sign in, refresh, or read tables by the token they still have', async () => {
    const email = `leaver-${randomUUID()}@people.test`;
    const password = 'correct horse battery';
    const signed = await app.anonymous.post('/auth/v1/signup', { email, password }, { apikey: 'any' });
    const { access_token: token, refresh_token: refresh, user } = signed.body;
    const authorization = `Bearer ${token}`;
    expect((await app.anonymous.get('/rest/v1/leads', { authorization, apikey: 'any' })).status).toBe(200);
    const { body } = await app.anonymous.send('DELETE', '/api/user/account', undefined, { authorization });
    expect(body).toMatchObject({ status: 'success', user_id: user.id });
    const refused = await app.anonymous.get('/rest/v1/leads', { authorization, apikey: 'any' });
    expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('accounts/deleted')]);
    await until(
      'nothing of it is left',
      async () =>
        (await app.anonymous.get(`/api/privacy/receipts/${body.receipt_id}`)).body.data.identity ===
        'removed',
    );
    for (const [grant, said] of [
      ['password', { email, password }],
      ['refresh_token', { refresh_token: refresh }],
    ] as const) {
      const { status } = await app.anonymous.post(`/auth/v1/token?grant_type=${grant}`, said, {
        apikey: 'any',
      });
      expect([grant, status >= 400]).toEqual([grant, true]);
    }
    expect(await app.sql(`select from auth.users u where position($1 in u::text) > 0`, [user.id])).toEqual(
      [],
    );
  });

  it('is known by nobody who guesses at receipts', async () => {
    for (const id of [randomUUID(), 'x', '%27', '1'])
      expect((await app.anonymous.get(`/api/privacy/receipts/${id}`)).body.code).toBe(
        'privacy/receipt-not-found',
      );
  });
});
