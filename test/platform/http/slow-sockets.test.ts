import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../../support/app.js';
import { everything, openSocket } from '../../support/raw.js';
import { ProbeModule } from '../../support/probe/probe.module.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web', modules: [ProbeModule] });
});
afterAll(() => app.close());

/** Seconds until the server closes a socket on which `drip` is sent twice a second after `start`. */
async function closedAfter(start: string, drip: () => string): Promise<{ seconds: number; text: string }> {
  const socket = openSocket(app.url);
  const begun = Date.now();
  socket.write(start);
  const timer = setInterval(() => socket.writable && socket.write(drip()), 500);
  const text = await Promise.race([everything(socket), sleep(20_000, 'still open', { ref: false })]);
  clearInterval(timer);
  socket.destroy();
  return { seconds: (Date.now() - begun) / 1000, text };
}

const many = <Result>(count: number, make: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, make));

describe('slow sockets', () => {
  it('are closed while others are served: headers after five seconds, bodies after ten, with words where none was said before', async () => {
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
      const started = Date.now();
      const { status } = await app.anonymous.get('/health/live');
      expect(status).toBe(200);
      expect(Date.now() - started).toBeLessThan(500);
      await sleep(200);
    }
    for (const { seconds, text } of await headers) {
      expect(seconds).toBeGreaterThan(4);
      expect(seconds).toBeLessThan(7.5);
      expect(text).toMatch(/^(HTTP\/1.1 408|$)/);
    }
    for (const { seconds, text } of [...(await sized), ...(await chunked), ...(await silent)]) {
      expect(seconds).toBeGreaterThan(8);
      expect(seconds).toBeLessThan(12);
      expect(text).toMatch(/^HTTP\/1.1 408 .+\r\nconnection: close\r\n/is);
      const [, body = ''] = text.split('\r\n\r\n');
      expect(JSON.parse(body)).toMatchObject({ success: false, data: null, code: 'http/too-slow' });
    }
    for (const { seconds, text } of await refused) {
      expect(seconds).toBeGreaterThan(8);
      expect(seconds).toBeLessThan(12);
      expect(text).toMatch(/^HTTP\/1.1 401 /);
    }
    expect((await app.anonymous.get('/health/live')).status).toBe(200);
  });
});
