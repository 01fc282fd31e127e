import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { ProbeController } from '../../support/probe/probe.controller.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { rawRequest } from '../../support/raw.js';

let app: TestApp;
let client: TestClient;
beforeAll(async () => {
  app = await startApp({
    roles: 'web',
    modules: [ProbeModule],
    settings: { CORS_ORIGINS: 'https://app.good.test,http://localhost:3000' },
  });
  client = await app.as();
});
afterAll(() => app.close());

describe('an address', () => {
  it('is the same with and without a trailing slash', async () => {
    for (const path of ['/probe/data', '/probe/data/', '/probe/data/?a=1'])
      expect((await client.get(path)).status).toBe(200);
    expect((await client.post('/probe/echo/', { name: 'a' })).status).toBe(200);
    for (const path of ['/health', '/health/']) expect((await app.anonymous.get(path)).status).toBe(200);
  });

  it.each([
    '/%70robe/data',
    '/probe/%64ata',
    '/probe/data/',
    '//probe/data',
    '/probe//data',
    '/./probe/data',
    '/x/../probe/data',
    '/probe/data;x',
    '/probe/data;x=/probe/open',
    '/PROBE/DATA',
    '/probe%2fdata',
    '/probe/data%00',
    '/probe/data%20',
    '/probe/data.json',
    '/probe/open/../data',
    '/probe/open%2f..%2fdata',
    '/health/../probe/data',
    '/probe/data?access_token=x',
    '/probe/data#/probe/open',
    'http://localhost/probe/data',
    '/probe/admin/',
    '/probe/%61dmin',
    '/probe/\\data',
    '/probe/data%',
    '/probe/%c0%ae',
  ])('spelt %s opens nothing without a token', async (path) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await rawRequest(app.url, { method, path });
      expect([400, 401, 404]).toContain(answer.status);
      expect(answer.body).not.toContain('"data":{');
    }
  });

  it('that cannot be decoded or is far too long is refused in our words', async () => {
    const broken = await rawRequest(app.url, { path: '/probe/%zz' });
    expect(broken.status).toBe(400);
    expect(JSON.parse(broken.body)).toMatchObject({ success: false, code: 'http/malformed' });
    const long = await rawRequest(app.url, { path: `/${'a'.repeat(20_000)}` });
    expect(long.status).toBe(431);
    expect(JSON.parse(long.body)).toMatchObject({ success: false, code: 'http/headers-too-large' });
    const noise = await rawRequest(app.url, { method: 'NO SUCH', path: '/' });
    expect(JSON.parse(noise.body)).toMatchObject({ success: false, code: 'http/malformed' });
    expect((await app.anonymous.get(`/probe/forms/${'a'.repeat(600)}`)).status).toBe(414);
  });
});

describe('a method', () => {
  it('that is overridden by a header or made up does not reach a handler', async () => {
    const effects = app.get(ProbeController).effects;
    for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'FOO', 'GET'])
      for (const header of [
        'X-HTTP-Method-Override: POST',
        'X-HTTP-Method: POST',
        'X-Method-Override: POST',
      ]) {
        const { status } = await rawRequest(app.url, {
          method,
          path: '/probe/open-effects',
          headers: [header],
        });
        expect(status).toBeGreaterThanOrEqual(400);
      }
    expect(effects.size).toBe(0);
  });

  it('of HEAD answers like GET without a body, and OPTIONS runs nothing', async () => {
    const head = await client.send('HEAD', '/probe/data', undefined, {});
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await app.anonymous.send('HEAD', '/probe/data', undefined, {})).status).toBe(401);
    const options = await app.anonymous.send('OPTIONS', '/probe/data', undefined, {});
    expect(options.status).toBeGreaterThanOrEqual(400);
  });
});

describe('a page on another site', () => {
  const corsOf = async (path: string, origin: string, method = 'GET') => {
    const preflight = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const { status, headers } = await app.anonymous.send(
      method,
      path,
      undefined,
      method === 'OPTIONS' ? preflight : { origin },
    );
    return { status, origin: headers.get('access-control-allow-origin'), headers };
  };

  it('that is listed may call, and may read the headers it needs', async () => {
    const { origin, headers } = await corsOf('/probe/open', 'https://app.good.test');
    expect(origin).toBe('https://app.good.test');
    expect(headers.get('vary')).toContain('Origin');
    expect(headers.get('access-control-expose-headers')).toContain('X-Request-Id');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const preflight = await corsOf('/probe/data', 'https://app.good.test', 'OPTIONS');
    expect([preflight.status, preflight.origin]).toEqual([204, 'https://app.good.test']);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
  });

  it('can also read an error', async () => {
    const { status, origin } = await corsOf('/probe/data', 'https://app.good.test');
    expect([status, origin]).toEqual([401, 'https://app.good.test']);
  });

  it.each([
    'https://evil.test',
    'null',
    'https://app.good.test.evil.test',
    'https://evilapp.good.test',
    'http://app.good.test',
    'https://app.good.test:8443',
    'https://APP.good.test',
    'https://app.good.test/',
  ])('at %s is told nothing', async (foreign) => {
    for (const method of ['GET', 'OPTIONS']) {
      const { origin } = await corsOf('/probe/open', foreign, method);
      expect(origin).toBeNull();
    }
  });

  it.each([
    '/api/lead-capture/webhook/x',
    '/api/lead-capture/public/forms/x',
    '/static/form-widget.js',
    '/form/x',
    '/e/o/x',
  ])('may embed %s from anywhere, without credentials', async (path) => {
    for (const method of ['GET', 'OPTIONS']) {
      const { origin, headers } = await corsOf(path, 'https://anybody.test', method);
      expect(origin).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it.each(['/probe/open?/static/', '/api/lead-capture/leads', '/staticfoo', '/formats', '/probe/static/'])(
    'is not let in by %s, which only looks open',
    async (path) => {
      expect((await corsOf(path, 'https://anybody.test')).origin).toBeNull();
    },
  );
});
