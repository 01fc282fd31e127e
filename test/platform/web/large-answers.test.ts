import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { WebClient } from '#platform/web/web-client';
import { Sites } from '../../support/site.js';
import { clientWith, failureOf } from './client.js';

const MiB = 1024 * 1024;

let web: WebClient;
beforeAll(() => (web = clientWith({ OUTBOUND_ALLOW: '127.0.0.0/8' })));
afterAll(() => web.onApplicationShutdown());

const sites = new Sites();
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const packed = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: (text: Uint8Array) => brotliCompressSync(text, quick),
  zstd: zstdCompressSync,
};

describe('an answer that is too large', () => {
  const zeros = Buffer.alloc(64 * MiB);

  it.each(Object.entries(packed))('when unpacked from %s is left at 5 MiB', async (encoding, pack) => {
    const bomb = pack(zeros);
    const there = await sites.start((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    expect(await failureOf(web.send({ url: there.url }))).toMatchObject({ code: 'web/too-large' });
    expect((process.memoryUsage().rss - before) / MiB).toBeLessThan(60);
  });

  it('and packed twice is left, too', async () => {
    const bomb = gzipSync(gzipSync(zeros));
    const there = await sites.start((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip, gzip' }).end(bomb),
    );
    expect(await failureOf(web.send({ url: there.url }))).toMatchObject({ code: 'web/too-large' });
  });

  it('as it never ends is cut off', async () => {
    const there = await sites.start((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const closed = there.closed();
    expect(await failureOf(web.send({ url: there.url }))).toMatchObject({ code: 'web/too-large' });
    await closed;
  });

  it('though it unpacks to nothing is cut off', async () => {
    const nothing = gzipSync('');
    const there = await sites.start((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      for (let sent = 0; sent < 6 * MiB; sent += nothing.length * 1_000)
        response.write(Buffer.concat(Array<Buffer>(1_000).fill(nothing)));
      response.end();
    });
    expect(await failureOf(web.send({ url: there.url }))).toMatchObject({ code: 'web/too-large' });
  });

  it('by its own word is not begun', async () => {
    const there = await sites.start((_request, response) => {
      response.writeHead(200, { 'content-length': String(6 * MiB) });
      response.flushHeaders();
    });
    expect(await failureOf(web.send({ url: there.url }))).toMatchObject({ code: 'web/too-large' });
  });

  it('is cut for who wants its beginning', async () => {
    const there = await sites.start((_request, response) => response.end('x'.repeat(1_000)));
    expect((await web.send({ url: there.url, longest: 10, cut: true })).bytes.toString()).toBe('xxxxxxxxxx');
    expect((await web.send({ url: there.url, longest: 1_000 })).bytes).toHaveLength(1_000);
    expect(await failureOf(web.send({ url: there.url, longest: 999 }))).toMatchObject({
      code: 'web/too-large',
    });
  });

  it('in its headers is refused', async () => {
    const url = await sites.raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      for (let lines = 0; lines < 100; lines++) socket.write(`x-${lines}: ${'y'.repeat(1_024)}\r\n`);
    });
    expect(await failureOf(web.send({ url }))).toMatchObject({ code: 'web/too-large' });
  });

  it('than its own Content-Length is read as far as that', async () => {
    const url = await sites.raw((socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil',
      );
      socket.end();
    });
    expect((await web.send({ url })).bytes.toString()).toBe('hello');
  });

  it('for what HTTP is, is no answer', async () => {
    const url = await sites.raw((socket) => {
      socket.write('220 mail.example ESMTP\r\n');
      socket.end();
    });
    expect(await failureOf(web.send({ url }))).toMatchObject({
      code: 'web/unreachable',
      message: 'The server cannot be reached.',
    });
  });
});
