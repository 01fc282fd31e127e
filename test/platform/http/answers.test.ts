import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { onPostgres } from '../../support/where.js';

let app: TestApp;
let client: TestClient;
beforeAll(async () => {
  app = await startApp({
    roles: 'web',
    modules: [ProbeModule],
    settings: { DATABASE_STATEMENT_TIMEOUT_MS: '500' },
  });
  client = await app.as();
});
afterAll(() => app.close());

describe('an answer', () => {
  it.each([
    ['data', { success: true, data: { a: 1 }, error: null }],
    ['nothing', { success: true, data: null, error: null }],
    ['message', { success: true, data: { a: 1, message: 'Done' }, error: null, message: 'Done' }],
    ['raw', { a: 1 }],
    ['status', { status: 'success', a: 1 }],
    ['success', { success: true, a: 1 }],
    ['list', { success: true, data: [1, 2], error: null, next_cursor: 'next' }],
    ['list-json', { success: true, data: [{ a: 1 }], error: null, next_cursor: null }],
  ])('of the shape %s looks as its route promised', async (shape, expected) => {
    const { status, body, headers } = await client.get(`/probe/${shape}`);
    expect(status).toBe(200);
    expect(body).toEqual(expected);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('carries the headers that keep browsers from guessing, framing and storing', async () => {
    for (const path of ['/probe/data', '/nowhere']) {
      const { headers } = await client.get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none';frame-ancestors 'none';base-uri 'none'",
        'cross-origin-resource-policy': 'same-site',
        'x-frame-options': 'DENY',
      });
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });

  it('names its request, with the caller’s id when it is a plain one', async () => {
    const { headers } = await client.get('/probe/data', { 'x-request-id': 'order-17:a_b.c' });
    expect(headers.get('x-request-id')).toBe('order-17:a_b.c');
    for (const odd of ['a b', 'x'.repeat(101), '<script>', '{"a":1}', 'ä']) {
      const answer = await client.get('/probe/data', { 'x-request-id': odd });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
    const failed = await client.get('/probe/fails/conflict', { 'x-request-id': 'order-18' });
    expect(failed.body.request_id).toBe('order-18');
  });
});

describe('an error', () => {
  it.each([
    ['malformed', 400],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['gone', 410],
    ['too-large', 413],
    ['unsupported', 415],
    ['invalid', 422],
    ['too-many', 429],
    ['unavailable', 503],
  ])('of the kind %s answers %i with the one body', async (kind, status) => {
    const answer = await client.get(`/probe/fails/${kind}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.body).toEqual({
      success: false,
      data: null,
      error: `It is ${kind}.`,
      detail: `It is ${kind}.`,
      code: `probe/${kind}`,
      request_id: answer.headers.get('x-request-id'),
    });
  });

  it('for want of a token is a 401 that names the scheme', async () => {
    const { status, body, headers } = await app.anonymous.get('/probe/data');
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toMatchObject({ success: false, data: null, code: 'auth/token-missing' });
    expect(body.error).toBe(body.detail);
  });

  it('for an address that is not there is a 404 with a code', async () => {
    const { status, body } = await client.get('/nowhere');
    expect(status).toBe(404);
    expect(body).toMatchObject({ success: false, data: null, code: 'http/no-such-route' });
  });

  it.each(['boom', 'bad-sql'])('that nobody foresaw (%s) tells nothing of what happened', async (path) => {
    const { status, body, text, headers } = await client.get(`/probe/${path}`);
    expect(status).toBe(500);
    expect(body).toEqual({
      success: false,
      data: null,
      error: 'Something went wrong here. It has been logged.',
      detail: 'Something went wrong here. It has been logged.',
      code: 'internal/unexpected',
      request_id: headers.get('x-request-id'),
    });
    expect(text).not.toMatch(/canary|postgres|nowhere|select|\.ts|\.js|at /);
  });

  onPostgres('for a statement that takes too long is a 503', async () => {
    const { status, body, headers } = await client.get('/probe/sleep');
    expect(status).toBe(503);
    expect(body.code).toBe('database/too-slow');
    expect(headers.get('retry-after')).toBe('5');
    expect((await client.get('/probe/data')).status).toBe(200);
  });
});
