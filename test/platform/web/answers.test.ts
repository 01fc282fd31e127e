import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { WebClient } from '#platform/web/web-client';
import { Sites } from '../../support/site.js';
import { clientWith, failureOf } from './client.js';

let web: WebClient;
beforeAll(
  () => (web = clientWith({ OUTBOUND_ALLOW: '127.0.0.0/8', OUTBOUND_CONTACT_URL: 'https://us.example/bot' })),
);
afterAll(() => web.onApplicationShutdown());

const sites = new Sites();
const packed = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync };

describe('an answer', () => {
  it('is read whole, with who we are told to the server', async () => {
    const there = await sites.start((_request, response) =>
      response.setHeader('content-type', 'text/html; charset=windows-1252').end(Buffer.from([0xe4])),
    );
    const answer = await web.send({ url: `${there.url}/page?a=b#c`, headers: { accept: 'text/html' } });
    expect(answer).toMatchObject({ status: 200, ok: true, mediaType: 'text/html' });
    expect([answer.text(), answer.url.href]).toEqual(['ä', `${there.url}/page?a=b`]);
    const [{ headers, method }] = there.requests as [(typeof there.requests)[0]];
    expect([method, headers.host, headers.accept]).toEqual(['GET', `127.0.0.1:${there.port}`, 'text/html']);
    expect(headers['user-agent']).toMatch(
      /^MarketingAutopilot\/\d+\.\d+\.\d+ \(\+https:\/\/us\.example\/bot\)$/,
    );
  });

  it('to a POST is read as JSON', async () => {
    const there = await sites.start(
      (request, response) => void request.pipe(response.setHeader('content-type', 'application/json')),
    );
    const answer = await web.send({
      url: there.url,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Signature': 'abc' },
      body: JSON.stringify({ an: 'event' }),
    });
    expect(answer.json()).toEqual({ an: 'event' });
    expect(there.requests[0]!.headers).toMatchObject({ 'x-signature': 'abc', 'content-length': '14' });
  });

  it.each(Object.entries(packed))('in %s is unpacked', async (encoding, pack) => {
    const there = await sites.start((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/plain', 'content-encoding': encoding })
        .end(pack('hello')),
    );
    expect((await web.send({ url: there.url })).text()).toBe('hello');
  });

  it('in two encodings, or in deflate without its header, is unpacked', async () => {
    const there = await sites.start((request, response) => {
      const [encoding, body] =
        request.url === '/two'
          ? ['gzip, br', brotliCompressSync(gzipSync('hello'))]
          : ['deflate', deflateRawSync('hello')];
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': encoding }).end(body);
    });
    for (const path of ['/two', '/raw'])
      expect((await web.send({ url: there.url + path })).text()).toBe('hello');
  });

  it.each([
    ['an unknown encoding', { 'content-encoding': 'compress' }],
    ['an encoding that it does not have', { 'content-encoding': 'gzip' }],
    ['many encodings', { 'content-encoding': 'gzip, gzip, gzip' }],
    ['a picture', { 'content-type': 'image/png' }],
    ['a program', { 'content-type': 'application/octet-stream' }],
  ])('that is %s is no text', async (_name, headers: Record<string, string>) => {
    const there = await sites.start((_request, response) =>
      response.writeHead(200, headers).end('not packed at all'),
    );
    const reading = web.send({ url: there.url }).then((answer) => answer.text());
    expect(await failureOf(reading)).toMatchObject({ code: 'web/not-text' });
  });

  it('without a type is text when it looks it', async () => {
    const there = await sites.start((request, response) =>
      response.end(request.url === '/text' ? 'hello' : 'PK\0\0'),
    );
    expect((await web.send({ url: `${there.url}/text` })).text()).toBe('hello');
    expect(await failureOf(web.send({ url: there.url }).then((answer) => answer.text()))).toMatchObject({
      code: 'web/not-text',
    });
  });
});

describe('a slow server', () => {
  it.each([
    ['says nothing', () => undefined],
    [
      'sends a byte now and then',
      (_request, response) => {
        const dripping = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(dripping));
      },
    ],
  ] satisfies [string, RequestListener][])('that %s is left at the deadline', async (_name, answer) => {
    const there = await sites.start(answer);
    const closed = there.closed();
    expect(await failureOf(web.send({ url: there.url, deadline: 150 }))).toMatchObject({
      code: 'web/timed-out',
    });
    await closed;
  });

  it('that sends us on and on has one deadline for everything', async () => {
    const there = await sites.start((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/on' }).end(), 60);
    });
    expect(await failureOf(web.send({ url: there.url, deadline: 150 }))).toMatchObject({
      code: 'web/timed-out',
    });
  });

  it('is left at once when the caller goes away, before and after it began to answer', async () => {
    for (const begins of [false, true]) {
      const there = await sites.start((_request, response) => void (begins && response.write('x')));
      const closed = there.closed();
      const caller = new AbortController();
      const reason = new Error('gone');
      const sent = failureOf(web.send({ url: there.url, signal: caller.signal }));
      await once(there.server, 'request');
      caller.abort(reason);
      expect(await sent).toBe(reason);
      await closed;
    }
  });

  it('whose name is not found in time is left, too', async () => {
    const asking = clientWith({}, () => new Promise(() => undefined));
    expect(await failureOf(asking.send({ url: 'http://slow.example/', deadline: 50 }))).toMatchObject({
      code: 'web/timed-out',
    });
  });
});

describe('a header', () => {
  it.each([
    ['host', 'other.example'],
    ['Content-Length', '3'],
    ['transfer-encoding', 'chunked'],
    ['connection', 'upgrade'],
    ['user-agent', 'Mozilla/5.0'],
    ['x-note', 'a\r\nx-injected: b'],
    ['x-note', '\u2028'],
    ['x note', 'a'],
    ['', 'a'],
  ])('%j cannot be set to %j', async (name, value) => {
    const there = await sites.start((_request, response) => response.end());
    expect(await failureOf(web.send({ url: there.url, headers: { [name]: value } }))).toMatchObject({
      code: 'web/header-unfit',
    });
    expect(there.connections).toBe(0);
  });
});
