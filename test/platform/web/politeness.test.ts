import type { RequestListener } from 'node:http';
import { loadSettings } from '#platform/config/load-settings';
import { PoliteReader } from '#platform/web/robots/polite-reader';
import { RobotsBook } from '#platform/web/robots/robots-book';
import { type Site, Sites } from '../../support/site.js';
import { clientWith, failureOf } from './client.js';

const GAP = 30;
const settings = { OUTBOUND_ALLOW: '127.0.0.0/8', OUTBOUND_HOST_GAP_MS: String(GAP) };
const web = clientWith(settings);
afterAll(() => web.onApplicationShutdown());

const sites = new Sites();

/** A site with this robots.txt; a number is the status it answers with instead. */
function site(robots: string | number, page: RequestListener = pageText): Promise<Site> {
  return sites.start((request, response) => {
    if (request.url !== '/robots.txt') page(request, response);
    else if (typeof robots === 'number') response.writeHead(robots).end();
    else response.end(robots);
  });
}

const pageText: RequestListener = (_request, response) => void response.end('page');
const patient = new AbortController().signal;
const newReader = () => {
  const all = loadSettings({ ENVIRONMENT: 'test', ...settings });
  return new PoliteReader(web, new RobotsBook(web, all), all);
};
const pathsOf = ({ requests }: Site) => requests.map(({ url }) => url);

describe('a page', () => {
  it('that robots.txt closes to us is not asked for', async () => {
    const there = await site('User-agent: MarketingAutopilot\nDisallow: /closed');
    const reader = newReader();
    expect(await failureOf(reader.read(`${there.url}/closed`, patient))).toMatchObject({
      code: 'web/robots-disallow',
    });
    expect((await reader.read(`${there.url}/open`, patient)).text()).toBe('page');
    expect(pathsOf(there)).toEqual(['/robots.txt', '/open']);
  });

  it.each([404, 401, 403, 410])('of a site whose robots.txt answers %i is read', async (status) => {
    const there = await site(status);
    expect((await newReader().read(there.url, patient)).text()).toBe('page');
  });

  it.each([500, 503, 429])(
    'of a site whose robots.txt answers %i is left alone for a while',
    async (status) => {
      const there = await site(status);
      const reader = newReader();
      for (const path of ['/a', '/b'])
        expect(await failureOf(reader.read(there.url + path, patient))).toMatchObject({
          code: 'web/robots-unreadable',
          retryAfter: expect.any(Number),
        });
      expect(pathsOf(there)).toEqual(['/robots.txt']);
    },
  );

  it('of a site whose robots.txt is very long is read by the rules of its first 500 KiB', async () => {
    const there = await site(`User-agent: *\nDisallow: /closed\n${'# filler\n'.repeat(80_000)}Disallow: /`);
    const reader = newReader();
    expect((await reader.read(there.url, patient)).ok).toBe(true);
    expect(await failureOf(reader.read(`${there.url}/closed`, patient))).toMatchObject({
      code: 'web/robots-disallow',
    });
  });

  it('that we are sent to on another site is read only if that site lets us', async () => {
    const other = await site('User-agent: *\nDisallow: /closed');
    const there = await site('', (request, response) =>
      response.writeHead(302, { location: other.url + request.url }).end(),
    );
    const reader = newReader();
    expect(await failureOf(reader.read(`${there.url}/closed`, patient))).toMatchObject({
      code: 'web/robots-disallow',
    });
    expect((await reader.read(`${there.url}/open`, patient)).url.href).toBe(`${other.url}/open`);
    expect(pathsOf(other)).toEqual(['/robots.txt', '/open']);
  });

  it('that is not there for the moment is asked for once more', async () => {
    const answers = [503, 200, 429, 429, 502, 404, 404];
    const there = await site('', (_request, response) => response.writeHead(answers.shift() ?? 500).end());
    const reader = newReader();
    const statuses = [];
    for (let reads = 0; reads < 4; reads++) statuses.push((await reader.read(there.url, patient)).status);
    expect([statuses, answers]).toEqual([[200, 429, 404, 404], []]);
  });

  it('whose connection breaks is asked for once more', async () => {
    let asked = 0;
    const there = await site('', (_request, response) => {
      asked += 1;
      if (asked === 1 || asked > 2) response.socket?.destroy();
      else response.end('page');
    });
    const reader = newReader();
    expect((await reader.read(there.url, patient)).text()).toBe('page');
    expect(await failureOf(reader.read(there.url, patient))).toMatchObject({ code: 'web/unreachable' });
    expect(asked).toBe(4);
  });
});

describe('pages of one host', () => {
  it('are read one at a time with a pause between them, by however many readers', async () => {
    const times: { begun: number; ended: number }[] = [];
    const there = await site('', (_request, response) => {
      const begun = performance.now();
      setTimeout(() => {
        response.end('page');
        times.push({ begun, ended: performance.now() });
      }, 10);
    });
    const reader = newReader();
    await Promise.all(['/a', '/b', '/c', '/d'].map((path) => reader.read(there.url + path, patient)));
    const gaps = times.slice(1).map(({ begun }, at) => begun - times[at]!.ended);
    expect(times).toHaveLength(4);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(GAP - 5);
    expect(pathsOf(there).filter((path) => path === '/robots.txt')).toHaveLength(1);
  });

  it('wait as long as its robots.txt asks for', async () => {
    const times: number[] = [];
    const there = await site('User-agent: *\nCrawl-delay: 0.15', (_request, response) => {
      times.push(performance.now());
      response.end('page');
    });
    const reader = newReader();
    await reader.read(`${there.url}/a`, patient);
    await reader.read(`${there.url}/b`, patient);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(145);
  });

  it('do not keep pages of another host waiting', async () => {
    const slow = await site('', () => undefined);
    const quick = await site('');
    const reader = newReader();
    const leaving = new AbortController();
    const waiting = failureOf(reader.read(slow.url, leaving.signal));
    expect((await reader.read(quick.url, patient)).text()).toBe('page');
    leaving.abort(new Error('gone'));
    expect(await waiting).toMatchObject({ message: 'gone' });
  });

  it('are not waited for by who has gone', async () => {
    const there = await site('User-agent: *\nCrawl-delay: 10');
    const reader = newReader();
    await reader.read(`${there.url}/a`, patient);
    const leaving = new AbortController();
    const waiting = failureOf(reader.read(`${there.url}/b`, leaving.signal));
    leaving.abort(new Error('gone'));
    expect(await waiting).toMatchObject({ message: 'gone' });
    expect(pathsOf(there)).not.toContain('/b');
  });
});

describe('an address inside', () => {
  it('is refused to a reader, too, be it in the page or in its robots.txt', async () => {
    const trap = await sites.start((_request, response) => response.end('inside'), '127.0.0.3');
    const guarded = { ...settings, OUTBOUND_ALLOW: '127.0.0.1' };
    const all = loadSettings({ ENVIRONMENT: 'test', ...guarded });
    const client = clientWith(guarded);
    const reader = new PoliteReader(client, new RobotsBook(client, all), all);
    const there = await sites.start((request, response) =>
      response.writeHead(302, { location: trap.url + request.url }).end(),
    );
    for (const url of [trap.url, there.url])
      expect(await failureOf(reader.read(url, patient))).toMatchObject({ code: 'web/address-refused' });
    expect(trap.connections).toBe(0);
    await client.onApplicationShutdown();
  });
});
