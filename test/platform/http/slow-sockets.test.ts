import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { everything, openSocket } from '../../support/raw.js';
import { ProbeModule } from '../../support/probe/probe.module.js';

/** Seconds after which a socket counts as left open, on a busy machine too. */
const AT_MOST = 40;

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web', modules: [ProbeModule] });
});
afterAll(() => app.close());

/** Seconds until the server closes a socket on which `drip` is sent twice a second after `start`. */
async function closedAfter(start: string, drip: () => string): Promise<{ seconds: number; text: string }> {
  const socket = openSocket(app.url);
  const begun = Date.now();
  socket.write(start);
  const timer = setInterval(() => socket.writable && socket.write(drip()), 500);
  const text = await Promise.race([everything(socket), sleep(AT_MOST * 1_000, 'still open', { ref: false })]);
  clearInterval(timer);
  socket.destroy();
  return { seconds: (Date.now() - begun) / 1000, text };
}

const many = <Result>(count: number, make: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, make));

describe('slow sockets', () => {
  it('are closed while others are served: headers and bodies after ten seconds, with words where none was said before', async () => {
    const headers = many(50, () =>
      closedAfter('GET /probe/open HTTP/1.1\r\nHost: a\r\n', () => 'X-A: b\r\n'),
    );
    const token = await app.token();
    const head = `POST /probe/echo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    const sized = many(25, () => closedAfter(`${head}Content-Length: 1000\r\n\r\n{`, () => ' '));
    const chunked = many(25, () =>
      closedAfter(`${head}Transfer-Encoding: chunked\r\n\r\n`, () => '1\r\n \r\n'),
    );
    const nobody = 'POST /probe/stream HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\n';
    const refused = many(10, () => closedAfter(`${nobody}Content-Length: 1000\r\n\r\na`, () => 'a'));
    const silent = many(10, () => closedAfter(`${head}Content-Length: 10\r\n\r\n`, () => ''));

    for (let probe = 0; probe < 10; probe++) {
      expect((await app.anonymous.get('/health/live')).status).toBe(200);
      await sleep(200);
    }
    for (const { seconds, text } of await headers) {
      expect(seconds).toBeGreaterThan(8);
      expect(seconds).toBeLessThan(AT_MOST);
      expect(text).toMatch(/^(HTTP\/1.1 408|$)/);
    }
    for (const { seconds, text } of [...(await sized), ...(await chunked), ...(await silent)]) {
      expect(seconds).toBeGreaterThan(8);
      expect(seconds).toBeLessThan(AT_MOST);
      expect(text).toMatch(/^HTTP\/1.1 408 .+\r\nconnection: close\r\n/is);
      const [, body = ''] = text.split('\r\n\r\n');
      expect(JSON.parse(body)).toMatchObject({ success: false, data: null, code: 'http/too-slow' });
    }
    for (const { seconds, text } of await refused) {
      expect(seconds).toBeGreaterThan(8);
      expect(seconds).toBeLessThan(AT_MOST);
      expect(text).toMatch(/^HTTP\/1.1 401 /);
    }
    expect((await app.anonymous.get('/health/live')).status).toBe(200);
  });
});
