import type { IncomingMessage } from 'node:http';
import type { WebClient } from '#platform/web/web-client';
import { SecureSite, trustSecureSites } from './secure-site.js';
import { Site } from '../../support/site.js';
import { clientWith, failureOf } from './client.js';

let web: WebClient;
let site: Site;
let other: Site;
let trap: Site;
let secure: SecureSite;
let distrust: () => void;
/** Where the site sends whoever asks for the path. */
const ways = new Map<string, string>();

beforeAll(async () => {
  distrust = trustSecureSites();
  const answer = (request: IncomingMessage) => JSON.stringify({ at: request.url, ...request.headers });
  site = await Site.start((request, response) => {
    const location = ways.get(request.url ?? '');
    if (location) response.writeHead(302, { location, 'set-cookie': 'a=b' }).end('moved');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(answer(request));
  });
  other = await Site.start((request, response) => response.end(answer(request)), '127.0.0.2');
  trap = await Site.start((_request, response) => response.end('inside'), '127.0.0.3');
  secure = await SecureSite.start((request, response) => {
    const location = ways.get(request.url ?? '');
    if (location) response.writeHead(301, { location }).end();
    else response.end(answer(request));
  });
  web = clientWith(
    { OUTBOUND_ALLOW: '127.0.0.1,127.0.0.2' },
    {
      'secure.example': '127.0.0.1',
      'other.example': '127.0.0.1',
      'wrong.example': '127.0.0.1',
      'site.example': '127.0.0.1',
      'trap.example': '127.0.0.3',
    },
  );
});
afterAll(async () => {
  await web.onApplicationShutdown();
  await Promise.all([site, other, trap, secure].map((server) => server.close()));
  distrust();
});
beforeEach(() => ways.clear());
afterEach(() => expect(trap.connections).toBe(0));

describe('a redirect', () => {
  it('is followed to where it leads, relative to where it stands', async () => {
    ways.set('/a/b', '../c?d').set('/c?d', `http://site.example:${site.port}/e#f`);
    const answer = await web.send({ url: `${site.url}/a/b` });
    expect([answer.url.href, answer.json()]).toMatchObject([
      `http://site.example:${site.port}/e`,
      { at: '/e' },
    ]);
  });

  it.each(['127.0.0.3', 'trap.example', '[::ffff:127.0.0.3]', '2130706435', '127.0.0.3.'])(
    'to %s, which may not be reached, is not followed',
    async (host) => {
      ways.set('/', `http://${host}:${trap.port}/`);
      expect(await failureOf(web.send({ url: site.url }))).toMatchObject({ code: 'web/address-refused' });
    },
  );

  it.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'data:text/plain,x',
    'http://user:pw@127.0.0.1/',
    'http://[',
  ])('to %s is not followed', async (location) => {
    ways.set('/', location);
    expect(await failureOf(web.send({ url: site.url }))).toMatchObject({ code: 'web/url-unfit' });
  });

  it('is followed five times, and not once more', async () => {
    for (let hop = 0; hop < 6; hop++) ways.set(`/${hop}`, `/${hop + 1}`);
    expect((await web.send({ url: `${site.url}/1` })).json()).toMatchObject({ at: '/6' });
    expect(await failureOf(web.send({ url: `${site.url}/0` }))).toMatchObject({
      code: 'web/redirect-refused',
    });
  });

  it('in a circle ends', async () => {
    ways.set('/', '/');
    const before = site.requests.length;
    expect(await failureOf(web.send({ url: site.url }))).toMatchObject({ code: 'web/redirect-refused' });
    expect(site.requests.length - before).toBe(6);
  });

  it('is the answer to a POST, and to who wants none', async () => {
    ways.set('/', other.url);
    const before = other.connections;
    for (const wanted of [{ method: 'POST' as const, body: '{}' }, { redirects: 0 }])
      expect(await web.send({ url: site.url, ...wanted })).toMatchObject({
        status: 302,
        headers: { location: other.url },
      });
    expect(other.connections).toBe(before);
  });

  it('to another origin takes no credentials and no headers of the caller along', async () => {
    const headers = {
      authorization: 'Bearer secret',
      cookie: 'a=b',
      'x-api-key': 'secret',
      accept: 'text/plain',
    };
    ways.set('/away', `${other.url}/`).set('/here', '/there');
    expect((await web.send({ url: `${site.url}/here`, headers })).json()).toMatchObject(headers);
    const seen = (await web.send({ url: `${site.url}/away`, headers })).json() as Record<string, string>;
    expect(seen).toMatchObject({ accept: 'text/plain', at: '/' });
    expect(Object.keys(seen).filter((name) => /authorization|cookie|api-key/.test(name))).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it('is shown to the caller first, who may stop it', async () => {
    ways.set('/', other.url);
    const before = other.connections;
    const shown: string[] = [];
    const onRedirect = async (to: URL) => {
      shown.push(to.href);
      throw new Error('not there');
    };
    expect(await failureOf(web.send({ url: site.url, onRedirect }))).toMatchObject({ message: 'not there' });
    expect([shown, other.connections]).toEqual([[`${other.url}/`], before]);
  });

  it('from https to http is not followed, and from http to https is', async () => {
    ways
      .set('/down', `http://site.example:${site.port}/`)
      .set('/up', `https://secure.example:${secure.port}/`);
    const down = web.send({ url: `https://secure.example:${secure.port}/down` });
    expect(await failureOf(down)).toMatchObject({ code: 'web/redirect-refused' });
    expect((await web.send({ url: `${site.url}/up` })).url.protocol).toBe('https:');
  });
});

describe('a secure server', () => {
  it('is asked for by its name, in the greeting and in the request', async () => {
    const host = `secure.example:${secure.port}`;
    expect((await web.send({ url: `https://${host}/` })).json()).toMatchObject({ host });
    expect(new Set(secure.names)).toEqual(new Set(['secure.example']));
  });

  it.each(['wrong.example', '127.0.0.1'])(
    'whose certificate does not name %s is not spoken to',
    async (host) => {
      expect(await failureOf(web.send({ url: `https://${host}:${secure.port}/` }))).toMatchObject({
        code: 'web/unreachable',
        message: 'The server cannot be reached.',
      });
    },
  );
});
