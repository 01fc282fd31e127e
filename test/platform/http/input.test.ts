import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { rawRequest } from '../../support/raw.js';

let app: TestApp;
let client: TestClient;
let token: string;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web', modules: [ProbeModule] });
  token = await app.token();
  client = await app.as();
});
afterAll(() => app.close());

const echo = (body: string | object, headers: Record<string, string> = {}) =>
  client.post('/probe/echo', body, headers);
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a body', () => {
  it.each([
    ['broken JSON', '{"name":', 'http/json-unreadable'],
    ['a trailing comma', '{"name":"a",}', 'http/json-unreadable'],
    ['an array', '[]', 'http/input-invalid'],
    ['null', 'null', 'http/input-invalid'],
    ['a text', '"x"', 'http/input-invalid'],
    ['a number', '5', 'http/input-invalid'],
    ['true', 'true', 'http/input-invalid'],
    ['20,000 levels', `{"name":"a","free":{"a":${deep(20_000)}}}`, 'http/json-too-deep'],
    ['33 levels', `{"name":"a","free":{"a":${deep(31)}}}`, 'http/json-too-deep'],
    ['a NUL', '{"name":"a\\u0000b"}', 'http/text-unstorable'],
    ['a raw NUL', '{"name":"a\u0000b"}', 'http/text-unstorable'],
    ['a NUL in a key', '{"name":"a","free":{"\\u0000":1}}', 'http/text-unstorable'],
    ['half a surrogate pair', '{"name":"\\ud800"}', 'http/text-unstorable'],
    ['the other half', '{"name":"a","free":{"b":["\\udc00x"]}}', 'http/text-unstorable'],
    ['a prototype', '{"name":"a","__proto__":{"x":1}}', 'http/json-unreadable'],
    ['an escaped prototype', '{"name":"a","\\u005f_proto__":{"x":1}}', 'http/json-unreadable'],
    ['a nested prototype', '{"name":"a","free":{"__proto__":{"x":1}}}', 'http/json-unreadable'],
    ['a constructor', '{"name":"a","constructor":{"prototype":{"x":1}}}', 'http/json-unreadable'],
  ])('of %s is refused', async (_what, body, code) => {
    const answer = await echo(body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.error).toMatch(/^(The|It) .+\.$/);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it.each([
    ['name.constructor', '{"name":{"constructor":{}}}'],
    ['free.b.0.constructor', '{"name":"a","free":{"b":[{"constructor":"String"}]}}'],
  ])('that brings a class of its own at %s is refused with that place', async (path, body) => {
    const answer = await echo(body);
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ path, message: `property ${path} should not exist` }],
    ]);
  });

  it.each(['[]', '[{}]', 'null', '"x"', '5', 'false'])(
    'that is %s is refused where every field is optional',
    async (body) => {
      const answer = await client.post('/probe/effects', body);
      expect([answer.status, answer.body.error]).toEqual([400, 'The body must be a JSON object.']);
    },
  );

  it('without a field that is needed is told so in those words', async () => {
    const { status, body } = await echo({});
    expect([status, body.error, body.errors]).toEqual([
      400,
      'name is missing',
      [{ path: 'name', message: 'name is missing' }],
    ]);
  });

  it('may be 32 levels deep and hold whole surrogate pairs and escaped backslashes', async () => {
    const { status, body } = await echo(`{"name":"\\ud83d\\ude00 \\\\u0000 [[[[","free":{"a":${deep(30)}}}`);
    expect(status).toBe(200);
    expect(body.data.name).toBe('😀 \\u0000 [[[[');
  });

  it('of two mebibytes is too large, of nearly one is not', async () => {
    const tooLarge = await echo({ name: 'a'.repeat(2 * 1024 * 1024) });
    expect([tooLarge.status, tooLarge.body.code]).toEqual([413, 'http/body-too-large']);
    expect((await echo({ name: 'a'.repeat(1_000_000) })).status).toBe(200);
  });

  it('names every field that is unknown or of the wrong type', async () => {
    const { status, body } = await echo({ name: 5, count: '7', inner: { city: 1, zip: 2 }, role: 'admin' });
    expect(status).toBe(400);
    expect(body.code).toBe('http/input-invalid');
    const paths = body.errors.map(({ path }: { path: string }) => path);
    expect(paths.sort()).toEqual(['count', 'inner.city', 'inner.zip', 'name', 'role']);
    expect(body.error).toMatch(/\(and 4 more\)$/);
  });

  it.each([
    { name: { toString: 1 } },
    { name: ['a'] },
    { name: null },
    {},
    { name: 'a', count: 1.5 },
    { name: 'a', inner: 'x' },
    { name: 'a', inner: [] },
    { name: 'a', free: [] },
  ])('is not bent into shape: %j', async (body) => {
    expect((await echo(body)).status).toBe(400);
  });

  it('may be missing although it is announced as JSON', async () => {
    expect((await client.post('/probe/ping', '')).body.data).toBe('pong');
    expect((await client.post('/probe/ping')).body.data).toBe('pong');
    expect((await client.post('/probe/echo', '')).status).toBe(400);
    expect((await client.send('DELETE', '/nowhere', '', {})).status).toBe(404);
  });
});

describe('a content type', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/json\ta',
    'application/json a',
    'application/jsonx',
    'xapplication/json',
    '*/*',
    'application/csv',
  ])('of %s is not taken', async (type) => {
    const { status, body } = await echo('{"name":"a","role":"admin"}', { 'content-type': type });
    expect([status, body.code]).toEqual([415, 'http/media-type-unsupported']);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    ' application/json',
    'application/json;charset=utf-7',
    'application/json, text/html',
    'application/json;a="b',
  ])('of “%s” never lets unchecked data through', async (type) => {
    const answer = await rawRequest(app.url, {
      method: 'POST',
      path: '/probe/echo',
      headers: [`Authorization: Bearer ${token}`, `Content-Type: ${type}`],
      body: '{"name":"a","role":"admin"}',
    });
    expect([400, 415]).toContain(answer.status);
  });

  it('that is missing is not taken', async () => {
    const headers = [`Authorization: Bearer ${token}`];
    const { status } = await rawRequest(app.url, {
      method: 'POST',
      path: '/probe/echo',
      headers,
      body: '{"name":"a"}',
    });
    expect(status).toBe(415);
  });

  it('of a form or a stream is read where the route says so, and checked alike', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await client.post('/probe/form', 'name=a%20b', form)).body.data).toEqual({ name: 'a b' });
    expect((await client.post('/probe/form', 'name=a&role=admin', form)).status).toBe(400);
    expect((await client.post('/probe/form', 'name=a&__proto__=x', form)).status).toBe(400);
    expect((await client.post('/probe/form', 'name=%00', form)).status).toBe(400);
    expect((await client.post('/probe/form', `name=${'a'.repeat(17_000)}`, form)).status).toBe(413);
    const csv = { 'content-type': 'text/csv; charset=utf-8' };
    expect((await client.post('/probe/stream', 'a'.repeat(3_000_000), csv)).body.data).toEqual({
      bytes: 3_000_000,
    });
    expect((await client.post('/probe/echo', 'a,b', csv)).status).toBe(415);
  });
});

describe('a query', () => {
  it('keeps its defaults and reads plain numbers and booleans', async () => {
    expect((await client.get('/probe/query')).body.data).toEqual({ limit: 50 });
    expect((await client.get('/probe/query?limit=100&offset=0&days=7&active=false')).body.data).toEqual({
      limit: 100,
      offset: 0,
      days: 7,
      active: false,
    });
  });

  it.each([
    'limit=1e2',
    'limit=0x10',
    'limit=1&limit=2',
    'limit=-1',
    'limit=0',
    'limit=101',
    'limit=1e9',
    'limit=',
    'limit=1.5',
    'limit=%201',
    'limit=٣',
    'limit[]=1',
    'limit[a]=1',
    'offset=1e12',
    'offset=1000000000000',
    'offset=-1',
    'days=1e2',
    'days=1001',
    'active=1',
    'active=TRUE',
    'active=true&active=false',
    'cursor=a&cursor=b',
    'sort=password',
    'order=id;drop+table',
    '__proto__=1',
    '__proto__[x]=1',
    'constructor=1',
    `cursor=${'a'.repeat(1001)}`,
  ])('of %s is refused by name', async (query) => {
    const { status, body } = await client.get(`/probe/query?${query}`);
    expect([status, body.code]).toEqual([400, 'http/input-invalid']);
    expect(body.errors).toHaveLength(1);
  });

  it.each(['x', 'bnVsbA', 'W10', 'WyJhIl0', 'WzEsMl0', 'eyJsZW5ndGgiOjJ9', '%00', 'WyJhIiwiYiJd.'])(
    'with the cursor %s is refused',
    async (cursor) => {
      const { status } = await client.get(`/probe/cursor/${cursor}`);
      expect(status).toBe(cursor === 'WyJhIiwiYiJd.' ? 200 : 400);
    },
  );
});
