import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, type TestApp } from '../../support/app.js';
import { importing } from './imports.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
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
        setTimeout(() => abort.abort(), 100);
      },
    });
    const token = await app.token({ id });
    await fetch(`${app.url}/api/leads/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body,
      duplex: 'half',
      signal: abort.signal,
    } as RequestInit).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(readdirSync(join(app.dataDir, 'storage', 'imports'))).toEqual([]);
    expect(await app.sql('select from lead_imports where created_by = $1', [id])).toEqual([]);
  });
});
