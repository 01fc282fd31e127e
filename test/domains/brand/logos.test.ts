import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { download, filesOf, PNG, upload } from './logos.makers.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

const BRAND = '/api/brand';
const LOGOS = `${BRAND}/logos`;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const logoOf = async (client: TestClient) => (await client.get(BRAND)).body.brand.logo_id;

describe('a logo', () => {
  it('is kept, used as the first one, and comes back as it was', async () => {
    const { id, client } = await app.newUser();
    const { status, body } = await upload(app, id, PNG, { query: '?name=On%20dark' });
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: expect.any(String),
      name: 'On dark',
      content_type: 'image/png',
      bytes: PNG.length,
      url: null,
      is_primary: true,
      created_at: expect.stringMatching(/Z$/),
    });
    expect(await logoOf(client)).toBe(body.data.id);
    expect((await client.get(`${BRAND}/versions`)).body.data).toMatchObject([
      { changed_fields: ['logo_id'] },
    ]);
    const file = await download(app, id, body.data.id);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(file.headers.get('content-disposition')).toBe('inline; filename="logo.png"');
  });

  it('of another type than it says is taken for what it is, and an SVG never served as one', async () => {
    const { id } = await app.newUser();
    const { body } = await upload(app, id, SVG);
    expect(body.data).toMatchObject({ name: 'Logo', content_type: 'image/svg+xml' });
    const file = await download(app, id, body.data.id);
    expect(await file.text()).toBe(SVG);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="logo.svg"');
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('that is none, empty, too large or of another type is refused and leaves nothing', async () => {
    const { id, client } = await app.newUser();
    const large = Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]);
    for (const [content, type, status, code] of [
      ['<html><script>', 'image/svg+xml', 415, 'brand/logo-type-unsupported'],
      ['', 'image/png', 400, 'brand/logo-empty'],
      [PNG, 'text/html', 415, 'http/media-type-unsupported'],
      [large, 'image/png', 413, 'brand/logo-too-large'],
    ] as const) {
      const refused = await upload(app, id, content, { type });
      expect([refused.status, refused.body.code]).toEqual([status, code]);
    }
    const bare = await client.post(LOGOS);
    expect([bare.status, bare.body.code]).toEqual([400, 'brand/logo-empty']);
    const unnamed = await client.post(`${LOGOS}?name=`, 'x', { 'content-type': 'image/png' });
    expect([unnamed.status, unnamed.body.errors[0].path]).toEqual([400, 'name']);
    expect((await client.get(LOGOS)).body.data).toEqual([]);
    expect(filesOf(app, id)).toEqual([]);
    expect((await upload(app, id, large.subarray(0, 2 * 1024 * 1024))).status).toBe(201);
  });

  it('that breaks off leaves nothing', async () => {
    const { id } = await app.newUser();
    const abort = new AbortController();
    const token = await app.token({ id });
    await fetch(`${app.url}${LOGOS}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
      body: new ReadableStream({
        start(stream) {
          stream.enqueue(PNG);
          setTimeout(() => abort.abort(), 100);
        },
      }),
      duplex: 'half',
      signal: abort.signal,
    } as RequestInit).catch(() => undefined);
    await sleep(300);
    expect(filesOf(app, id)).toEqual([]);
    expect(await app.sql('select from brand_assets where created_by = $1', [id])).toEqual([]);
  });

  it('is changed for another, and deleted with its file; versions that name it stay', async () => {
    const { id, client } = await app.newUser();
    const first = (await upload(app, id, PNG)).body.data;
    const second = (await upload(app, id, PNG)).body.data;
    expect([second.is_primary, await logoOf(client)]).toEqual([false, first.id]);
    const third = (await upload(app, id, PNG, { query: '?primary=true' })).body.data;
    expect([third.is_primary, await logoOf(client)]).toEqual([true, third.id]);
    await client.put(BRAND, { logo_id: second.id });
    const page = (await client.get(`${LOGOS}?limit=2`)).body;
    const rest = (await client.get(`${LOGOS}?cursor=${page.next_cursor}`)).body;
    const listed = [...page.data, ...rest.data].map((logo) => [logo.id, logo.is_primary]);
    expect(listed).toEqual([
      [third.id, false],
      [second.id, true],
      [first.id, false],
    ]);
    expect((await client.delete(`${LOGOS}/${second.id.toUpperCase()}`)).body.data).toEqual({ deleted: true });
    expect(await logoOf(client)).toBeNull();
    expect((await client.delete(`${LOGOS}/${first.id}`)).status).toBe(200);
    expect(filesOf(app, id)).toEqual([`${third.id}.png`]);
    expect((await client.get(`${BRAND}/versions/1`)).body.data.brand.logo_id).toBe(first.id);
    expect((await client.post(`${BRAND}/versions/2/restore`)).body.data.logo_id).toBe(third.id);
    expect((await client.post(`${BRAND}/versions/1/restore`)).body.data.logo_id).toBeNull();
  });

  it('is the twentieth at most', async () => {
    const { id } = await app.newUser();
    await app.sql(
      `insert into brand_assets (name, type, asset_data, created_by) select 'Logo', 'logo', '{}', $1 from generate_series(1, 19)`,
      [id],
    );
    const [one, other] = await Promise.all([upload(app, id, PNG), upload(app, id, PNG)]);
    expect(new Set([one.status, other.status])).toEqual(new Set([201, 409]));
    expect([one, other].find(({ status }) => status === 409)!.body.code).toBe('brand/too-many-logos');
    expect(filesOf(app, id)).toHaveLength(1);
  });

  it('that a front end has added is listed by its address; what its row says leads to no file', async () => {
    const { id, client } = await app.newUser();
    const stranger = await app.newUser();
    const theirs = (await upload(app, stranger.id, PNG)).body.data;
    const add = async (minute: number, data: object) =>
      app.sql<{ id: string }>(
        `insert into brand_assets (id, name, type, asset_data, created_by, created_at)
         values ($1, 'Logo', 'logo', $2, $3, now() + make_interval(mins => $4)) returning id`,
        [randomUUID(), JSON.stringify(data), id, minute],
      );
    const [elsewhere] = await add(1, {
      url: 'https://cdn.example.com/logo.png',
      content_type: 'text/html',
      bytes: '9',
    });
    const [forged] = await add(2, {
      content_type: 'image/png',
      path: `brand-logos/${stranger.id}/${theirs.id}.png`,
      url: 'javascript:',
    });
    expect((await client.get(LOGOS)).body.data).toMatchObject([
      { id: forged!.id, content_type: 'image/png', url: null },
      { id: elsewhere!.id, content_type: null, bytes: null, url: 'https://cdn.example.com/logo.png' },
    ]);
    for (const [logo, code] of [
      [elsewhere, 'brand/logo-not-found'],
      [forged, 'storage/file-missing'],
    ] as const) {
      const { status, body } = await client.get(`${LOGOS}/${logo!.id}/file`);
      expect([status, body.code]).toEqual([404, code]);
    }
    rmSync(join(app.dataDir, 'storage', 'brand-logos', stranger.id), { recursive: true });
    expect((await stranger.client.delete(`${LOGOS}/${theirs.id}`)).status).toBe(200);
  });

  it('of somebody else is not found', async () => {
    const mine = await app.newUser();
    const { id } = (await upload(app, mine.id, PNG)).body.data;
    const { client } = await app.newUser();
    for (const { status, body } of [
      await client.get(`${LOGOS}/${id}/file`),
      await client.delete(`${LOGOS}/${id}`),
      await client.get(`${LOGOS}/x/file`),
      await client.delete(`${LOGOS}/x`),
    ])
      expect([status, body.code]).toEqual([404, 'brand/logo-not-found']);
    expect((await client.get(LOGOS)).body.data).toEqual([]);
    expect(filesOf(app, mine.id)).toHaveLength(1);
  });
});
