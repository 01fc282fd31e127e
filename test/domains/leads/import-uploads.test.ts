import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UploadClock } from '#domains/leads/imports/upload.clock';
import { startApp, type TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { importing } from './imports.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock' });
});
afterAll(async () => {
  await app.close();
});

describe('an upload', () => {
  it('of nothing, of another type, or with a mapping into nowhere is refused and leaves nothing', async () => {
    const { client } = await app.newUser();
    const empty = await importing(app, '');
    expect([empty.status, empty.refusal!.code]).toEqual([400, 'leads/import-empty']);
    expect(
      (await client.post('/api/leads/import', 'email\na@example.com', { 'content-type': 'text/plain' }))
        .status,
    ).toBe(415);
    for (const mapping of ['{', '[]', '{"a":"password"}', '{"a":"custom.__proto__\\u0000"}', '{"a":5}']) {
      const refused = await importing(
        app,
        'email\na@example.com\n',
        `?mapping=${encodeURIComponent(mapping)}`,
      );
      expect([refused.status, refused.refusal!.code]).toEqual([400, 'leads/import-mapping-invalid']);
    }
    const overwrite = await importing(app, 'email\na@example.com\n', '?duplicates=overwrite');
    expect(overwrite.status).toBe(400);
    expect(readdirSync(join(app.dataDir, 'storage', 'imports'))).toEqual([]);
  });

  it('of more than 200 MB is refused and leaves nothing', async () => {
    const { id } = await app.newUser();
    const megabyte = new Uint8Array(1024 * 1024).fill(120);
    let sent = 0;
    const body = new ReadableStream({
      pull(stream) {
        if (sent++ < 260) stream.enqueue(megabyte);
        else stream.close();
      },
    });
    const token = await app.token({ id });
    const answer = await fetch(`${app.url}/api/leads/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body,
      duplex: 'half',
    } as RequestInit).catch(() => undefined);
    if (answer) expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(260);
    expect(readdirSync(join(app.dataDir, 'storage', 'imports'))).toEqual([]);
    expect(await app.sql('select from lead_imports where created_by = $1', [id])).toEqual([]);
    expect((await app.anonymous.get('/health')).status).toBe(200);
  });

  it('that breaks off leaves nothing', async () => {
    const { id } = await app.newUser();
    const abort = new AbortController();
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(new TextEncoder().encode('email\na@example.com\n'));
      },
    });
    const token = await app.token({ id });
    const stored = () => readdirSync(join(app.dataDir, 'storage', 'imports'));
    const answer = fetch(`${app.url}/api/leads/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body,
      duplex: 'half',
      signal: abort.signal,
    } as RequestInit).catch(() => undefined);
    await until('the upload began', () => stored().length > 0);
    abort.abort();
    await answer;
    await until('it was taken away', () => stored().length === 0);
    expect(await app.sql('select from lead_imports where created_by = $1', [id])).toEqual([]);
  });
});

describe('an upload with an Idempotency-Key', () => {
  const file = (name: string) => `email\n${name}@example.com\n`;

  it('is imported once; the same file hears the same answer, and another of the same length is refused', async () => {
    const { id, client } = await app.newUser();
    const send = (content: string, path = '/api/leads/import') =>
      client.post(path, content, { 'content-type': 'text/csv', 'idempotency-key': 'once' });
    const first = await send(file('ada'));
    expect(first.status).toBe(202);
    const again = await send(file('ada'));
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    for (const refused of [
      await send(file('bob')),
      await send(file('charles')),
      await send(file('ada'), '/api/leads/import?duplicates=skip'),
    ])
      expect([refused.status, refused.body.code]).toEqual([422, 'http/idempotency-key-reused']);
    await app.drainJobs();
    expect(await app.sql('select id from lead_imports where created_by = $1', [id])).toEqual([
      { id: first.body.data.id },
    ]);
    const leads = (await client.get('/api/leads')).body.data as { email: string }[];
    expect(leads.map(({ email }) => email)).toEqual(['ada@example.com']);
    expect(readdirSync(join(app.dataDir, 'storage', 'imports'))).toEqual([]);
  });

  it('is told that the first is still arriving, and belongs to its user alone', async () => {
    const { id, client } = await app.newUser();
    let finish = (): void => undefined;
    const slow = fetch(`${app.url}/api/leads/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await app.token({ id })}`,
        'content-type': 'text/csv',
        'idempotency-key': 'slow',
      },
      body: new ReadableStream({
        start(stream) {
          stream.enqueue(new TextEncoder().encode('email\n'));
          finish = () => {
            stream.enqueue(new TextEncoder().encode('eve@example.com\n'));
            stream.close();
          };
        },
      }),
      duplex: 'half',
    } as RequestInit);
    const headers = { 'content-type': 'text/csv', 'idempotency-key': 'slow' };
    const keys = () => app.sql('select from app.idempotency_keys where scope like $1', [`${id}%`]);
    await until('the key was kept', async () => (await keys()).length > 0);
    const second = await client.post('/api/leads/import', file('eve'), headers);
    expect([second.status, second.body.code]).toEqual([409, 'http/request-still-running']);
    const stranger = await (await app.as()).post('/api/leads/import', file('mallory'), headers);
    expect([stranger.status, stranger.headers.get('idempotency-replayed')]).toEqual([202, null]);
    finish();
    const first = await slow;
    const third = await client.post('/api/leads/import', file('eve'), headers);
    expect([first.status, third.status, third.text]).toEqual([202, 202, await first.text()]);
    await app.drainJobs();
  });

  it('that was refused may be corrected under the same key', async () => {
    const { client } = await app.newUser();
    const headers = { 'content-type': 'text/csv', 'idempotency-key': 'corrected' };
    expect((await client.post('/api/leads/import?mapping=[]', file('a'), headers)).status).toBe(400);
    expect((await client.post('/api/leads/import', file('b'), headers)).status).toBe(202);
    await app.drainJobs();
  });
});

describe('what an upload has left behind', () => {
  it('is removed by the clock after a week, and half a file after an hour', async () => {
    const folder = join(app.dataDir, 'storage', 'imports');
    const aged = (name: string, hours: number) => {
      writeFileSync(join(folder, name), 'email\n');
      utimesSync(join(folder, name), new Date(), new Date(Date.now() - hours * 3_600_000));
    };
    aged('forgotten.csv', 7 * 24 + 1);
    aged('waiting.csv', 7 * 24 - 1);
    aged('broken-off.csv.part', 2);
    await app.get(UploadClock).tick();
    await app.drainJobs();
    expect(readdirSync(folder)).toEqual(['waiting.csv']);
  });
});
