import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, type TestApp } from '../../support/app.js';
import { SERVICE_KEY, StorageServer } from '../../platform/storage/storage-server.js';
import { onPostgres } from '../../support/where.js';

const many = (rows: number) =>
  `email,name\n${Array.from({ length: rows }, (_, at) => `u${at}@example.com,User ${at}`).join('\n')}\n`;

describe('with a Supabase project, web and worker share no folder', () => {
  let server: StorageServer;
  let web: TestApp;
  const start = (roles: string, beside?: TestApp) =>
    startApp({
      roles,
      settings: {
        SUPABASE_URL: server.url,
        SUPABASE_SERVICE_ROLE_KEY: SERVICE_KEY,
        STORAGE_BUCKET: 'team-files',
      },
      ...(beside && { beside }),
    });
  const upload = async (content: string) => {
    const { id, client } = await web.newUser();
    const answer = await client.post('/api/leads/import', content, { 'content-type': 'text/csv' });
    const path = `team-files/imports/${answer.body.data?.id}.csv`;
    const read = async () => (await client.get(`/api/leads/imports/${answer.body.data.id}`)).body.data;
    return { id, client, answer, path, read };
  };

  beforeAll(async () => {
    server = await StorageServer.start();
    if (process.env['TEST_DATABASE_URL']) web = await start('web');
  });
  afterAll(async () => {
    await web?.close();
    await server.stop();
  });

  onPostgres('and a file taken in by one is read by the other, behind the last committed batch', async () => {
    const content = many(5_000);
    const mine = await upload(content);
    expect(mine.answer.status).toBe(202);
    expect(server.buckets.get('team-files')).toEqual({ public: false });
    expect(server.objects.get(mine.path)?.content.toString()).toBe(content);
    expect(existsSync(join(web.dataDir, 'storage'))).toBe(false);
    const cancelled = await upload(many(3));
    await cancelled.client.post(`/api/leads/imports/${cancelled.answer.body.data.id}/cancel`);
    const lost = await upload(many(3));
    server.objects.delete(lost.path);
    await web.sql(
      `insert into leads (created_by, email, source) select $1, 'u' || n || '@example.com', 'import' from generate_series(0, 1999) n`,
      [mine.id],
    );
    await web.sql(
      `update lead_imports set status = 'running', processed_rows = 2000, created_count = 2000 where created_by = $1`,
      [mine.id],
    );
    const worker = await start('worker', web);
    try {
      await web.drainJobs();
      expect(await mine.read()).toMatchObject({
        status: 'completed',
        total_rows: 5000,
        created_count: 5000,
        updated_count: 0,
      });
      expect(await cancelled.read()).toMatchObject({ status: 'cancelled', processed_rows: 0 });
      expect(await lost.read()).toMatchObject({
        status: 'failed',
        error: 'The uploaded file is no longer in storage. Please upload it again.',
      });
      expect([...server.objects.keys()]).toEqual([]);
    } finally {
      await worker.close();
    }
  });

  onPostgres('and an upload that breaks off, is empty or cannot be kept starts nothing', async () => {
    const empty = await upload('');
    expect([empty.answer.status, empty.answer.body.code]).toEqual([400, 'leads/import-empty']);
    server.fault = 'is full';
    const large = await upload(many(50_000));
    server.fault = 'is down';
    const down = await upload(many(3));
    const { body } = await web.anonymous.get('/health/status');
    server.fault = null;
    expect([large.answer.status, large.answer.body.code]).toEqual([413, 'storage/file-too-large']);
    expect([down.answer.status, down.answer.body.code]).toEqual([503, 'storage/unreachable']);
    expect([body.status, body.dependencies.storage.state, body.dependencies.storage.note]).toEqual([
      'degraded',
      'unhealthy',
      expect.stringContaining('Supabase Storage'),
    ]);
    for (const { id } of [empty, large, down])
      expect(await web.sql('select from lead_imports where created_by = $1', [id])).toEqual([]);
    expect(server.objects.size).toBe(0);
  });
});
