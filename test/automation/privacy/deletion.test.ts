import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { DATA_MAP } from '#automation/privacy/map/data-map';
import { ErasureRepository } from '#automation/privacy/deletion/erasure.repository';
import { Erasure } from '#automation/privacy/deletion/erasure';
import { spyOn } from 'jest-mock';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { until } from '../../support/until.js';
import { onPostgres } from '../../support/where.js';
import { receiptOf, writtenExport } from './told.js';
import { readZip } from './zip.js';
import {
  dumpOf,
  type FullTenant,
  letRowsSayAnything,
  mentionsOf,
  newFullTenant,
  ownedTables,
} from './full-tenant.js';

/** Tables that speak of the platform, not of the tenant: they go on while the tests run. */
const MOVING = ['app.rate_windows', 'app.account_edition'];

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await letRowsSayAnything(app);
});
afterAll(() => app.close());

const clientOf = ({ id, email }: FullTenant): Promise<TestClient> => app.as(id, { email });
const wordsOf = ({ id, email, canary }: FullTenant) => [id, email, canary];
const isThere = (path: string) =>
  access(join(app.dataDir, 'storage', path)).then(
    () => true,
    () => false,
  );

describe('a user with a row in every table', () => {
  let tenant: FullTenant;
  let other: FullTenant;
  beforeAll(async () => {
    [tenant, other] = [await newFullTenant(app), await newFullTenant(app)];
  });

  it('is found in each of them, or this test would show nothing', async () => {
    const found = await mentionsOf(app, [tenant.id, tenant.canary]);
    const missing = ownedTables().filter(({ name }) => found[name] === undefined);
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('is given all of it as a file: every table as JSON and as CSV, and every file, but no secret', async () => {
    const client = await clientOf(tenant);
    const asked = await client.post('/api/privacy/export', { requestId: `req-${tenant.id}` });
    expect([asked.status, asked.body.data.status]).toEqual([202, 'pending']);
    const told = await writtenExport(client, `req-${tenant.id}`);
    const path = new URL(told.download_url).pathname;
    const file = await fetch(app.url + path);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.length).toBe(told.bytes);
    const entries = readZip(bytes);
    for (const table of DATA_MAP.filter((one) => one.export === true && one.owner.by !== 'nobody')) {
      const name = table.name.replace(/^public\./, '');
      const rows = JSON.parse(entries.get(`data/${name}.json`) ?? 'null') as Record<string, unknown>[];
      expect([name, rows.length > 0]).toEqual([name, true]);
      const csv = entries.get(`csv/${name}.csv`) ?? '';
      expect([name, csv.split('\r\n')[0]?.split(',').toSorted()]).toEqual([
        name,
        Object.keys(rows[0]!).toSorted(),
      ]);
      for (const column of table.leftOut) expect(rows[0]).not.toHaveProperty(column);
    }
    for (const stored of tenant.files) expect(entries.get(`files/${stored}`)).toContain(tenant.canary);
    const all = [...entries.values()].join('');
    expect(all).toContain(tenant.email);
    expect(all).not.toContain(`secret-${tenant.canary}`);
    for (const word of wordsOf(other)) expect(all).not.toContain(word);
    const rows = await app.sql<{ url: string }>(
      `select download_url as url from data_export_requests where user_id = $1 and request_id = $2`,
      [tenant.id, `req-${tenant.id}`],
    );
    expect(rows[0]?.url).toMatch(/^http:\/\/links\.test\/api\/privacy\/export\/files\//);
  });

  it('is given all of it at once as well, in the shape that clients know', async () => {
    const answer = await (await clientOf(tenant)).get('/api/user/data-export');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ user_id: tenant.id, email: tenant.email });
    expect(new Date(answer.body.export_date).toISOString()).toBe(answer.body.export_date);
    for (const name of ['user_preferences', 'campaigns', 'leads', 'content_library'])
      expect([name, JSON.stringify(answer.body.data[name])]).toEqual([
        name,
        expect.stringContaining(tenant.id),
      ]);
    expect(answer.body.data.ai_video_projects).toBeInstanceOf(Array);
    expect(answer.text).not.toContain(`secret-${tenant.canary}`);
    expect(answer.text).not.toContain(other.canary);
  });

  it('leaves nothing when the account is deleted, and everybody else`s rows as they were', async () => {
    const client = await clientOf(tenant);
    const before = await dumpOf(app, wordsOf(other));
    expect(Object.keys(before).length).toBeGreaterThan(100);
    const gone = await client.send('DELETE', '/api/user/account', { confirmation: tenant.email }, {});
    expect([gone.status, gone.body]).toEqual([
      200,
      {
        status: 'success',
        message: 'Account deleted successfully',
        user_id: tenant.id,
        receipt_id: expect.any(String),
      },
    ]);
    expect((await client.get('/api/user/profile')).body.code).toBe('accounts/deleted');
    const receipt = await receiptOf(app, gone.body.receipt_id);
    const left = await mentionsOf(app, wordsOf(tenant));
    for (const name of MOVING) delete left[name];
    expect(left).toEqual({});
    expect(await Promise.all(tenant.files.map(isThere))).toEqual(tenant.files.map(() => false));
    expect(await Promise.all(other.files.map(isThere))).toEqual(other.files.map(() => true));
    const after = await dumpOf(app, wordsOf(other));
    for (const dump of [before, after]) for (const name of MOVING) delete dump[name];
    expect(after).toEqual(before);
    expect(receipt).toMatchObject({
      files: tenant.files.length + 2,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(receipt.counts['public.leads']).toBe(1);
    expect(JSON.stringify(receipt)).not.toContain(tenant.id);
  });

  it('keeps what models have cost, without whom they worked for', async () => {
    const gone = await newFullTenant(app);
    const [usage] = await app.sql<{ id: string }>('select id from ai_usage where user_id = $1', [gone.id]);
    const { body } = await (await clientOf(gone)).delete('/api/user/account');
    await receiptOf(app, body.receipt_id);
    expect(await app.sql('select user_id, run_id from ai_usage where id = $1', [usage?.id])).toEqual([
      { user_id: null, run_id: null },
    ]);
  });
});

describe('a deletion', () => {
  it('goes on where it was when its worker is killed, and counts each row once', async () => {
    const tenant = await newFullTenant(app);
    const erasures = app.get(ErasureRepository);
    const tally = spyOn(erasures, 'tally');
    let calls = 0;
    tally.mockImplementation(async (...told) => {
      if (++calls % 25 === 0) throw new Error('The worker was killed.');
      return ErasureRepository.prototype.tally.apply(erasures, told);
    });
    const { body } = await (await clientOf(tenant)).delete('/api/user/account');
    const erasure = app.get(Erasure);
    let killed = 0;
    await until('it is done', async () => {
      await erasure.run(body.receipt_id, new AbortController().signal).catch(() => killed++);
      const { data } = (await app.anonymous.get(`/api/privacy/receipts/${body.receipt_id}`)).body;
      return data.status === 'completed';
    });
    tally.mockRestore();
    expect(killed).toBeGreaterThan(3);
    const receipt = await receiptOf(app, body.receipt_id);
    const once = ownedTables().filter(
      ({ name, fate }) =>
        fate.is === 'deleted' && name !== 'public.privacy_audit_log' && name !== 'public.removed_leads',
    );
    const counted = once.filter(
      ({ name }) => (receipt.counts[name] ?? 0) > 1 && !/lead_(count|change|due|event)/.test(name),
    );
    expect(counted.map(({ name }) => name)).toEqual([]);
    const left = await mentionsOf(app, wordsOf(tenant));
    for (const name of MOVING) delete left[name];
    expect(left).toEqual({});
  });

  it('is done by one worker at a time: one that was given up changes nothing', async () => {
    const tenant = await newFullTenant(app);
    const { body } = await (await clientOf(tenant)).delete('/api/user/account');
    await receiptOf(app, body.receipt_id);
    const erasures = app.get(ErasureRepository);
    expect(await erasures.tally(body.receipt_id, randomUUID(), 'public.leads', 5)).toBe(false);
    expect(await erasures.complete(body.receipt_id, randomUUID())).toBe(false);
    expect((await receiptOf(app, body.receipt_id)).counts['public.leads']).toBe(1);
  });
});

describe('a token of a deleted account', () => {
  onPostgres(
    'is refused by every instance once the deletion is answered, whoever knew it before',
    async () => {
      const second = await startApp({ roles: 'web', beside: app });
      try {
        const id = randomUUID();
        const token = { authorization: `Bearer ${await app.token({ id })}` };
        const elsewhere = () => second.anonymous.get('/api/user/profile', token);
        expect((await elsewhere()).status).toBe(200);
        expect((await elsewhere()).status).toBe(200);
        const gone = await app.anonymous.send('DELETE', '/api/user/account', undefined, token);
        expect(gone.status).toBe(200);
        expect((await elsewhere()).body.code).toBe('accounts/deleted');
      } finally {
        await second.close();
      }
    },
  );
});
