import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExportLeadsJob } from '#domains/leads/exports/export.jobs';
import { ExportRepository } from '#domains/leads/exports/export.repository';
import { Jobs } from '#platform/jobs/jobs';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { exporting, pathOf } from './exports.makers.js';
import { makeLeads } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const files = () => {
  try {
    return readdirSync(join(app.dataDir, 'storage', 'exports'));
  } catch {
    return [];
  }
};
/** So many leads of a new owner, several of each second. */
async function ownerOfMany(count: number) {
  const user = await app.newUser();
  await app.sql(
    `insert into leads (created_by, email, source, created_at)
     select $1, 'l' || n || '@example.com', 'manual', timestamptz '2026-01-01' + (n / 7) * interval '1 second'
     from generate_series(1, $2::integer) n`,
    [user.id, count],
  );
  return user;
}

describe('an export in the background', () => {
  it('is written as a file that whoever has its link may read', async () => {
    const { id, client } = await app.newUser();
    await client.post('/api/leads/fields', { key: 'plan', type: 'text' });
    await client.post('/api/leads/fields', { key: 'seats', type: 'number' });
    const custom = JSON.stringify({ plan: '=cmd()', seats: 5, other: [1] });
    await makeLeads(app, id, [{ custom_fields: custom, tags: ['a', 'b'] }, {}]);
    const { started, done } = await exporting(app, client);
    expect(started).toMatchObject({ status: 'queued', rows: 0, progress: 0, download_url: null });
    expect(done).toMatchObject({
      status: 'completed',
      format: 'csv',
      total_rows: 2,
      rows: 2,
      progress: 100,
      error: null,
    });
    expect(done.download_url).toMatch(/^http:\/\/links\.test\/x\/[\w-]{60,90}$/);
    const day = Date.parse(done.download_expires_at) - Date.now();
    expect(Math.abs(day - 24 * 3_600_000)).toBeLessThan(600_000);
    const file = await app.anonymous.get(pathOf(done.download_url));
    expect([file.status, file.headers.get('content-type'), file.headers.get('content-length')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      String(done.bytes),
    ]);
    expect(file.headers.get('content-disposition')).toMatch(
      /^attachment; filename="leads_\d{8}_\d{6}\.csv"$/,
    );
    const [header, , second] = file.text.split('\r\n');
    expect(header!.split(',')).toEqual(done.columns);
    expect(header).toMatch(/^id,first_name,.*,updated_at,external_id,custom\.plan,custom\.seats$/);
    expect(second).toMatch(/,"a; b",.*,"\{""other"":\[1\]\}",.*,'=cmd\(\),5$/);
    expect((await client.get('/api/leads/export')).text).toBe(file.text);
  });

  it('holds the leads, in the columns, that were asked for', async () => {
    const { id, client } = await app.newUser();
    await client.post('/api/leads/fields', { key: 'plan', type: 'text' });
    const custom = (plan: string) => JSON.stringify({ plan });
    await makeLeads(app, id, [
      { status: 'qualified', source: 'fair', tags: ['vip'], custom_fields: custom('pro') },
      { status: 'qualified', source: 'fair', custom_fields: custom('basic') },
      { source: 'fair', tags: ['vip'], custom_fields: custom('pro') },
      { status: 'qualified', tags: ['vip'] },
    ]);
    const filter = { field: 'custom.plan', op: 'is', value: 'pro' };
    const segment = (await client.post('/api/leads/segments', { name: 'Pro', kind: 'static', filter })).body
      .data;
    const wanted: [object, string[]][] = [
      [{ status: 'qualified' }, ['3', '1', '0']],
      [{ source: 'fair', tag: 'vip' }, ['2', '0']],
      [{ filter, status: 'new' }, ['2']],
      [{ segment_id: segment.id }, ['2', '0']],
      [{ segment_id: segment.id, filter: { not: { field: 'status', op: 'is', value: 'new' } } }, ['0']],
    ];
    const emails = (numbers: string[]) => numbers.map((number) => ({ email: `lead${number}@example.com` }));
    const asQuery = (query: object) =>
      new URLSearchParams(
        Object.entries(query).map(([key, value]): [string, string] => [
          key,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ).toString();
    const streamed = async () => {
      for (const [query, numbers] of wanted)
        expect(
          (await client.get(`/api/leads/export?format=json&columns=email&${asQuery(query)}`)).body,
        ).toEqual(emails(numbers));
    };
    // Before and after the members of the segment have been found.
    await streamed();
    await app.drainJobs();
    await streamed();
    const { done } = await exporting(app, client, {
      format: 'JSON',
      columns: ['custom.plan', 'email'],
      segment_id: segment.id,
      tag: 'vip',
    });
    expect(done).toMatchObject({ rows: 2, wanted: { segment_id: segment.id, tag: 'vip' } });
    const { body, headers } = await app.anonymous.get(pathOf(done.download_url));
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual([
      { 'custom.plan': 'pro', email: 'lead2@example.com' },
      { 'custom.plan': 'pro', email: 'lead0@example.com' },
    ]);
    expect((await exporting(app, client, { format: 'json', status: 'lost' })).done.rows).toBe(0);
  });

  it('comes back from its file as it was', async () => {
    const { id, client } = await app.newUser();
    for (const field of [
      { key: 'seats', type: 'number' },
      { key: 'paid', type: 'boolean' },
      { key: 'wants', type: 'multiselect', options: ['a', 'b c'] },
    ])
      await client.post('/api/leads/fields', field);
    const custom_fields = { seats: 2.5, paid: false, wants: ['a', 'b c'], free: { x: 1 } };
    await makeLeads(app, id, [{ custom_fields: JSON.stringify(custom_fields) }]);
    const { text } = await client.get(
      '/api/leads/export?columns=email,custom_fields,custom.paid,custom.seats,custom.wants',
    );
    await app.sql('delete from leads where created_by = $1', [id]);
    await client.post('/api/leads/import', text, { 'content-type': 'text/csv' });
    await app.drainJobs();
    expect((await client.get('/api/leads')).body.data).toMatchObject([{ custom_fields }]);
  });

  it('is begun anew by the worker that follows one that died, and has every lead once', async () => {
    const { id, client } = await ownerOfMany(2_500);
    const jobs = app.get(Jobs);
    const send = jobs.send.bind(jobs);
    const held = Object.assign(jobs, { send: async () => true });
    const { data } = (
      await client.post('/api/leads/exports', { format: 'json' }).finally(() => Object.assign(held, { send }))
    ).body;
    await app.sql(
      `update lead_exports set status = 'running', attempt = gen_random_uuid(), rows = 1000, bytes = 5 where id = $1`,
      [data.id],
    );
    await jobs.send(ExportLeadsJob, { ownerId: id, exportId: data.id });
    await app.drainJobs();
    const done = (await client.get(`/api/leads/exports/${data.id}`)).body.data;
    expect(done).toMatchObject({ status: 'completed', rows: 2500, total_rows: 2500 });
    const { body } = await app.anonymous.get(pathOf(done.download_url));
    expect(new Set(body.map((lead: { email: string }) => lead.email)).size).toBe(2500);
    expect(body).toHaveLength(2500);
  });

  it.each([
    ['is cancelled', 'cancelled', `status = 'cancelled', finished_at = now()`],
    ['is taken over by another worker', 'running', 'attempt = gen_random_uuid()'],
  ])('that %s while it is written leaves no file', async (_what, status, change) => {
    const { client } = await ownerOfMany(11_000);
    const before = files();
    const repository = app.get(ExportRepository);
    const advance = repository.advance.bind(repository);
    Object.assign(repository, {
      advance: async (...args: Parameters<typeof advance>) => {
        if ((args[3].rows ?? 0) > 0)
          await app.sql(`update lead_exports set ${change} where id = $1`, [args[1]]);
        return advance(...args);
      },
    });
    const { done } = await exporting(app, client).finally(() => Object.assign(repository, { advance }));
    expect(done).toMatchObject({ status, download_url: null });
    expect(files()).toEqual(before);
    await app.sql('delete from lead_exports where id = $1', [done.id]);
  });

  it('is forgotten with its file after a week', async () => {
    const { id, client } = await app.newUser();
    const { done } = await exporting(app, client);
    const before = files().length;
    const age = (days: number) =>
      app.sql(`update lead_exports set created_at = now() - $2::int * interval '1 day' where id = $1`, [
        done.id,
        days,
      ]);
    await age(6);
    await app.get(Retention).run(new AbortController().signal);
    expect((await client.get(`/api/leads/exports/${done.id}`)).status).toBe(200);
    await age(8);
    await app.get(Retention).run(new AbortController().signal);
    expect((await client.get(`/api/leads/exports/${done.id}`)).status).toBe(404);
    expect((await app.anonymous.get(pathOf(done.download_url))).status).toBe(404);
    expect(files()).toHaveLength(before - 1);
    expect(await app.sql('select from lead_exports where created_by = $1', [id])).toEqual([]);
  });
});
