import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../../support/app.js';
import { TestClient } from '../../support/client.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { until } from '../../support/until.js';
import { onPostgres } from '../../support/where.js';

const LIMITS = {
  RATE_LIMIT_API: '8',
  RATE_LIMIT_GENERATION: '3',
  RATE_LIMIT_PUBLIC: '4',
  RATE_LIMIT_ANONYMOUS: '5',
  TRUSTED_PROXIES: '127.0.0.1',
};

let app: TestApp;
let limitless: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web', modules: [ProbeModule], settings: LIMITS });
  limitless = await startApp({ roles: 'web', modules: [ProbeModule] });
});
afterAll(async () => {
  await app.close();
  await limitless.close();
});

/** Windows are minutes of the clock: a test that would be cut by one waits for the next. */
beforeEach(async () => {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 8_000) await sleep(left + 50);
});

let lastAddress = 0;
const from = (address = `192.0.2.${++lastAddress}`) => ({ 'x-forwarded-for': address });

describe('requests a minute', () => {
  it('are bounded per user, with headers that say how many are left and when to come back', async () => {
    const client = await app.as();
    for (let left = 7; left >= 0; left--) {
      const { status, headers } = await client.get('/probe/data');
      expect(status).toBe(200);
      expect(headers.get('ratelimit-policy')).toBe('"api";q=8;w=60');
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"api";r=${left};t=\\d+$`));
    }
    const { status, headers, body } = await client.get('/probe/data');
    expect([status, body.code]).toEqual([429, 'http/too-many-requests']);
    expect(headers.get('ratelimit')).toMatch(/^"api";r=0;t=\d+$/);
    const wait = Number(headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await (await app.as()).get('/probe/data')).status).toBe(200);
  });

  it('of one class leave the others alone', async () => {
    const client = await app.as();
    for (let time = 1; time <= 3; time++) expect((await client.get('/probe/generation')).status).toBe(200);
    expect((await client.get('/probe/generation')).status).toBe(429);
    expect((await client.get('/probe/data')).status).toBe(200);
  });

  it('without a token are bounded per address', async () => {
    const [here, there] = [from(), from()];
    for (let time = 1; time <= 5; time++)
      expect((await app.anonymous.get('/probe/open', here)).status).toBe(200);
    expect((await app.anonymous.get('/probe/open', here)).status).toBe(429);
    expect((await app.anonymous.get('/probe/open', there)).status).toBe(200);
  });

  it('to a form are bounded per address and form', async () => {
    const here = from();
    for (let time = 1; time <= 4; time++)
      expect((await app.anonymous.get('/probe/forms/a', here)).status).toBe(200);
    expect((await app.anonymous.get('/probe/forms/a', here)).status).toBe(429);
    expect((await app.anonymous.get('/probe/forms/b', here)).status).toBe(200);
    expect((await app.anonymous.get('/probe/forms/a', from())).status).toBe(200);
  });

  it.each([
    ['tickets of guests', '/api/support/guest/:token'],
    ['pages of guests', '/support/t/:token'],
    ['preferences', '/e/p/:token'],
    ['mails in a browser', '/e/v/:token'],
    ['confirmations', '/c/:token'],
    ['challenges of forms', '/api/lead-capture/public/forms/:token/challenge'],
  ])('that guess links of %s are bounded for each address, however many are guessed', async (_, path) => {
    const address = `192.0.2.${++lastAddress}`;
    const guess = (headers: Record<string, string>) =>
      app.anonymous.get(path.replace(':token', randomUUID()), headers);
    for (let time = 1; time <= 40; time++) expect((await guess(from(address))).status).not.toBe(429);
    const { status, headers } = await guess(from(address));
    expect([status, headers.get('ratelimit-policy')]).toEqual([429, '"public-address";q=40;w=60']);
    expect(headers.get('ratelimit')).toMatch(/^"public-address";r=0;t=\d+$/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await guess(from())).status).not.toBe(429);
    const counted = () =>
      app.sql('select from app.rate_windows where subject like $1', [`public ${address} %`]);
    await until('the guesses are counted', async () => (await counted()).length >= 40);
    for (let time = 1; time <= 10; time++) await guess(from(address));
    await sleep(700);
    expect(await counted()).toHaveLength(40);
  });

  it('are told of the count that has the least left, and a form that is full takes nothing from others', async () => {
    const here = from();
    const ask = (form: string) => app.anonymous.get(`/probe/forms/${form}`, here);
    for (let time = 1; time <= 30; time++) await ask('a');
    for (let form = 1; form <= 34; form++) await ask(`one-${form}`);
    expect((await ask('b')).headers.get('ratelimit')).toMatch(/^"public-address";r=1;/);
    expect((await ask('b')).headers.get('ratelimit')).toMatch(/^"public-address";r=0;/);
    const full = await ask('a');
    expect([full.status, full.headers.get('ratelimit-policy')]).toEqual([429, '"public";q=4;w=60']);
  });

  it('are counted for a whole network of IPv6, of which one line has all addresses', async () => {
    const at = (network: number, path = '/probe/open') =>
      app.anonymous.get(
        path,
        from(`2001:db8:${process.pid % 1_000}:${network}::${randomUUID().slice(0, 4)}`),
      );
    for (let time = 1; time <= 5; time++) expect((await at(1)).status).toBe(200);
    expect((await at(1)).status).toBe(429);
    expect((await at(1, '/nowhere')).status).toBe(429);
    for (let time = 1; time <= 4; time++) expect((await at(2, '/probe/forms/a')).status).toBe(200);
    expect((await at(2, '/probe/forms/a')).status).toBe(429);
    expect((await at(3)).status).toBe(200);
  });

  it('refused for want of a valid token or of a route are bounded per address as well', async () => {
    const here = from();
    const statuses: number[] = [];
    for (let time = 1; time <= 8; time++)
      statuses.push(
        (await app.anonymous.get('/probe/data', { ...here, authorization: 'Bearer guess' })).status,
      );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect((await app.anonymous.get('/nowhere', here)).status).toBe(429);
    expect((await (await app.as()).get('/probe/data', here)).status).toBe(200);
  });

  it('cannot be multiplied by what the caller puts before the trusted proxy’s word', async () => {
    const statuses: number[] = [];
    for (let time = 1; time <= 6; time++)
      statuses.push((await app.anonymous.get('/probe/open', from(`10.9.8.${time}, 198.51.100.7`))).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('are not limited at 0, and health probes never are', async () => {
    const client = await limitless.as();
    for (let time = 1; time <= 20; time++) {
      const { status, headers } = await client.get('/probe/data');
      expect([status, headers.get('ratelimit')]).toEqual([200, null]);
    }
    const here = from();
    for (let time = 1; time <= 10; time++)
      expect((await app.anonymous.get('/health/live', here)).status).toBe(200);
  });

  it('ignore X-Forwarded-For from a peer that is not a trusted proxy', async () => {
    const strict = await startApp({
      roles: 'web',
      modules: [ProbeModule],
      settings: { ...LIMITS, TRUSTED_PROXIES: '203.0.113.1' },
    });
    try {
      const statuses: number[] = [];
      for (let time = 1; time <= 6; time++)
        statuses.push((await strict.anonymous.get('/probe/open', from())).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    } finally {
      await strict.close();
    }
  });

  onPostgres('are counted together by instances on one database', async () => {
    const other = await startApp({ roles: 'web', modules: [ProbeModule], settings: LIMITS, beside: app });
    try {
      const { id, client } = await app.newUser();
      const there = new TestClient(other.url, await other.token({ id }));
      for (let time = 1; time <= 6; time++) expect((await client.get('/probe/data')).status).toBe(200);
      await sleep(1_200);
      expect((await there.get('/probe/data')).status).toBe(200);
      await sleep(1_200);
      const statuses = [
        await there.get('/probe/data'),
        await there.get('/probe/data'),
        await client.get('/probe/data'),
      ];
      expect(statuses.map(({ status }) => status)).toEqual([200, 429, expect.any(Number)]);
      await sleep(1_200);
      expect((await client.get('/probe/data')).status).toBe(429);
    } finally {
      await other.close();
    }
  });
});
