import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ImportRepository } from '#domains/leads/imports/import.repository';
import { ImportLeadsJob } from '#domains/leads/lead.jobs';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { importing } from './imports.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a worker', () => {
  const many = (rows: number) =>
    `email,name\n${Array.from({ length: rows }, (_, at) => `u${at}@example.com,User ${at}`).join('\n')}\n`;

  it('that starts after a crash goes on behind the last committed batch and counts nothing twice', async () => {
    const user = await app.newUser();
    const jobs = app.get(Jobs);
    const send = jobs.send.bind(jobs);
    const held = Object.assign(jobs, { send: async () => true });
    const { data } = await importing(app, many(5_000), '', user).finally(() => Object.assign(held, { send }));
    expect(data.status).toBe('queued');
    await app.sql(
      `insert into leads (created_by, email, source) select $1, 'u' || n || '@example.com', 'import' from generate_series(0, 1999) n`,
      [user.id],
    );
    await app.sql(
      `update lead_imports set status = 'running', processed_rows = 2000, created_count = 2000 where id = $1`,
      [data.id],
    );
    await jobs.send(ImportLeadsJob, { ownerId: user.id, importId: data.id });
    await jobs.send(ImportLeadsJob, { ownerId: user.id, importId: data.id });
    await app.drainJobs();
    expect((await user.client.get(`/api/leads/imports/${data.id}`)).body.data).toMatchObject({
      status: 'completed',
      total_rows: 5000,
      created_count: 5000,
      updated_count: 0,
      error_count: 0,
    });
    const [row] = await app.sql<{ count: number }>(
      'select count(*)::int as count from leads where created_by = $1',
      [user.id],
    );
    expect(row?.count).toBe(5000);
  });

  it('that goes on with a dry run knows again whom it has met', async () => {
    const user = await app.newUser();
    const jobs = app.get(Jobs);
    const send = jobs.send.bind(jobs);
    const held = Object.assign(jobs, { send: async () => true });
    const file = `${many(700)}${many(700).slice('email,name\n'.length)}`;
    const { data } = await importing(app, file, '?dry_run=true', user).finally(() =>
      Object.assign(held, { send }),
    );
    await app.sql(
      `update lead_imports set status = 'running', processed_rows = 700, created_count = 700 where id = $1`,
      [data.id],
    );
    await jobs.send(ImportLeadsJob, { ownerId: user.id, importId: data.id });
    await app.drainJobs();
    expect((await user.client.get(`/api/leads/imports/${data.id}`)).body.data).toMatchObject({
      status: 'completed',
      total_rows: 1400,
      created_count: 700,
      updated_count: 700,
    });
    expect((await user.client.get('/api/leads')).body.data).toEqual([]);
  });

  it('stops behind the batch it is writing when the import is cancelled', async () => {
    const user = await app.newUser();
    const imports = app.get(ImportRepository);
    const advance = imports.advance.bind(imports);
    Object.assign(imports, {
      advance: async (...args: Parameters<typeof advance>) => {
        await advance(...args);
        await imports.finish(user.id, args[1], 'cancelled');
      },
    });
    const { data } = await importing(app, many(9_000), '', user).finally(() =>
      Object.assign(imports, { advance }),
    );
    expect(data).toMatchObject({
      status: 'cancelled',
      processed_rows: 500,
      created_count: 500,
      total_rows: null,
    });
    expect(readdirSync(join(app.dataDir, 'storage', 'imports'))).toEqual([]);
  });

  it('isolates a row that only the database refuses', async () => {
    await app.sql(`create or replace function app.refuse_lead() returns trigger language plpgsql as
      $$ begin if new.email = 'u77@example.com' then raise exception using errcode = '23514'; end if; return new; end $$`);
    await app.sql(
      'create trigger refuse before insert on leads for each row execute function app.refuse_lead()',
    );
    try {
      const { data, errors } = await importing(app, many(300));
      expect(data).toMatchObject({
        status: 'completed',
        created_count: 299,
        error_count: 1,
        processed_rows: 300,
      });
      expect(errors).toMatchObject([
        { row_number: 79, message: 'The row cannot be stored', raw: 'u77@example.com' },
      ]);
    } finally {
      await app.sql('drop trigger refuse on leads');
    }
  });

  it('that finds no file any more fails the import with a reason', async () => {
    const user = await app.newUser();
    const importId = randomUUID();
    await app.sql(
      `insert into lead_imports (id, created_by, options)
       values ($1, $2, '{"duplicates":"update","source":"import","encoding":"utf8","wanted":{}}')`,
      [importId, user.id],
    );
    await app.get(Jobs).send(ImportLeadsJob, { ownerId: user.id, importId });
    await app.drainJobs();
    expect((await user.client.get(`/api/leads/imports/${importId}`)).body.data).toMatchObject({
      status: 'failed',
      error: 'The uploaded file is no longer in storage. Please upload it again.',
    });
  });
});

describe('a dry run', () => {
  const many = (rows: number, from = 0) =>
    Array.from({ length: rows }, (_, at) => `u${from + at}@example.com,${at}`).join('\n');

  it('tells what would come of the file, as the import then does it, and writes no lead', async () => {
    const first = await importing(app, 'email,company\nU3@example.com,Old\n');
    const user = { id: first.id };
    // The second half repeats addresses of the first, far behind the rows that are written together.
    const file = `email,company\n${many(700)}\nbroken,1\n${many(700, 650)}\n`;
    for (const [duplicates, counts] of [
      ['update', { created_count: 1349, updated_count: 51, skipped_count: 0 }],
      ['skip', { created_count: 1349, updated_count: 0, skipped_count: 51 }],
      ['fill', { created_count: 1349, updated_count: 51, skipped_count: 0 }],
    ] as const) {
      const { data, leads, errors } = await importing(
        app,
        file,
        `?dry_run=true&duplicates=${duplicates}`,
        user,
      );
      expect(data).toMatchObject({
        ...counts,
        status: 'completed',
        dry_run: true,
        total_rows: 1401,
        error_count: 1,
      });
      expect(errors).toMatchObject([{ row_number: 702, field: 'email' }]);
      expect(leads).toMatchObject([{ email: 'U3@example.com', company: 'Old' }]);
    }
    const { data } = await importing(app, file, '', user);
    expect(data).toMatchObject({ created_count: 1349, updated_count: 51, error_count: 1, dry_run: false });
  });
});
