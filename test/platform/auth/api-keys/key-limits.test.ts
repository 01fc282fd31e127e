import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newKeyText } from '#platform/auth/api-keys/api-key-text';
import { ApiKeyRepository } from '#platform/auth/api-keys/api-key.repository';
import { spyOn } from 'jest-mock';
import { startApp, type TestApp } from '../../../support/app.js';
import { TestClient } from '../../../support/client.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web', settings: { RATE_LIMIT_API_KEY: '6' } });
});
afterAll(() => app.close());

/** Windows are minutes of the clock: a test that would be cut by one waits for the next. */
beforeEach(async () => {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 10_000) await sleep(left + 50);
});

describe('requests by API key', () => {
  it('are bounded for each key, and by the limit of its own where that is lower', async () => {
    const { client } = await app.newUser();
    const machine = async (more: object) => {
      const wanted = { name: 'CI', scopes: ['leads:read'], ...more };
      return new TestClient(app.url, (await client.post('/api/user/api-keys', wanted)).body.data.key);
    };
    const [usual, slow] = [await machine({}), await machine({ requests_per_minute: 2 })];
    const statuses = async (one: TestClient, times: number) => {
      const seen: number[] = [];
      for (let at = 0; at < times; at++) seen.push((await one.get('/api/leads')).status);
      return seen;
    };
    expect(await statuses(slow, 3)).toEqual([200, 200, 429]);
    expect(await statuses(usual, 7)).toEqual([200, 200, 200, 200, 200, 200, 429]);
    const refused = await usual.get('/api/leads');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-policy')).toBe('"api-key";q=6;w=60');
    expect((await client.get('/api/leads')).status).toBe(200);
  });
});

describe('somebody who tries keys', () => {
  it('is not looked up any more after so many that are none, and nobody at another address is refused', async () => {
    const second = await startApp({
      roles: 'web',
      settings: { RATE_LIMIT_ANONYMOUS: '5', TRUSTED_PROXIES: '127.0.0.1/32' },
    });
    try {
      const { client } = await second.newUser();
      const wanted = { name: 'CI', scopes: ['leads:read'] };
      const { key } = (await client.post('/api/user/api-keys', wanted)).body.data;
      const asked = spyOn(second.get(ApiKeyRepository), 'find');
      const ask = async (text: string, ip: string) => {
        const answer = await new TestClient(second.url, text).get('/api/leads', { 'x-forwarded-for': ip });
        return [answer.status, answer.body.code, Number(answer.headers.get('retry-after') ?? 0) > 0];
      };
      const unknown = () => ask(newKeyText(randomUUID()).key, '203.0.113.1');
      for (let nth = 0; nth < 5; nth++) expect(await unknown()).toEqual([401, 'auth/api-key-invalid', false]);
      for (let nth = 0; nth < 20; nth++)
        expect(await unknown()).toEqual([429, 'http/too-many-requests', true]);
      expect(asked).toHaveBeenCalledTimes(5);
      expect(await ask(key, '203.0.113.2')).toEqual([200, undefined, false]);
      // A key that is known to be right is let in from the same address, too.
      expect(await ask(key, '203.0.113.1')).toEqual([200, undefined, false]);
    } finally {
      await second.close();
    }
  });
});
