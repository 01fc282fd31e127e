import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({
    roles: 'web',
    settings: { RATE_LIMIT_GENERATION: '3', RATE_LIMIT_ANONYMOUS: '20' },
  });
});
afterAll(() => app.close());

/** How many of so many asks were let through. */
async function allowed(times: number, ask: () => Promise<{ status: number }>): Promise<number> {
  const answers = [];
  for (let nth = 0; nth < times; nth++) answers.push((await ask()).status);
  expect(answers.slice(-1)).toEqual([429]);
  return answers.filter((status) => status !== 429).length;
}

describe('somebody who asks too often', () => {
  it.each([
    ['POST', '/api/privacy/export'],
    ['GET', '/api/user/data-export'],
    ['POST', '/api/privacy/erase-person'],
    ['POST', '/api/privacy/deletion'],
    ['DELETE', '/api/user/account'],
  ])('is let through three times a minute at %s %s', async (method, path) => {
    const { client } = await app.newUser();
    // What is asked for is wrong on purpose: it is the asking that counts.
    const body = method === 'GET' ? undefined : { confirmation: 'wrong', requestId: ' ' };
    expect(await allowed(5, () => client.send(method, path, body, {}))).toBe(3);
  });

  it('is let through as often as an address may when guessing at receipts and links, each time another', async () => {
    const guess = () => app.anonymous.get(`/api/privacy/receipts/${randomUUID()}`);
    const passed = await allowed(25, guess);
    expect(passed).toBeLessThanOrEqual(20);
    expect((await app.anonymous.get(`/api/privacy/export/files/${randomUUID()}`)).status).toBe(429);
  });
});
