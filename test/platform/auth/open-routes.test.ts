import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { spyOn } from 'jest-mock';
import { JwtStrategy } from '#platform/auth/jwt.strategy';
import { startApp, type TestApp } from '../../support/app.js';
import { openSocket } from '../../support/raw.js';
import { type Route, routesOf } from '../../support/routes.js';
import { OPEN_ROUTES } from './open-routes.js';

let app: TestApp;
let routes: Route[];
beforeAll(async () => {
  app = await startApp({ roles: 'web' });
  routes = routesOf(app);
});
afterAll(() => app.close());

const concrete = (path: string) => path.replace(/:\w+/g, randomUUID()).replace(/\*\w*/g, 'x');
/** The status of the answer to a head that promises a body which never comes. */
async function early(start: string, headers: string[]): Promise<number> {
  const socket = openSocket(app.url);
  const head = [start, 'Host: a', 'Content-Type: application/json', 'Content-Length: 10000', ...headers];
  socket.write(`${head.join('\r\n')}\r\n\r\n{`);
  const [answer] = (await Promise.race([once(socket, 'data'), sleep(2_000, [''], { ref: false })])) as [
    Buffer | '',
  ];
  socket.destroy();
  return Number(String(answer).split(' ')[1]);
}

const called = ({ method, path }: Route) => `${method} ${path}`;

describe('routes', () => {
  it('that are open to everybody are exactly those that were agreed to', () => {
    expect(
      routes
        .filter(({ isPublic }) => isPublic)
        .map(called)
        .toSorted(),
    ).toEqual(OPEN_ROUTES.toSorted());
  });

  it('that are not open answer 401 to whoever has no valid token', async () => {
    const closed = routes.filter(({ isPublic }) => !isPublic);
    expect(closed.length).toBeGreaterThan(0);
    const attempts: [string, Record<string, string>][] = [
      ['', {}],
      ['', { authorization: 'x' }],
      ['', { authorization: 'Bearer' }],
      ['', { authorization: 'Bearer null' }],
      ['', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }],
      [`?access_token=${await app.token()}`, {}],
    ];
    for (const route of closed)
      for (const [query, headers] of attempts) {
        const body = ['GET', 'DELETE', 'HEAD'].includes(route.method) ? undefined : {};
        const method = route.method === 'ALL' ? 'GET' : route.method;
        const { status, headers: answered } = await app.anonymous.send(
          method,
          concrete(route.path) + query,
          body,
          headers,
        );
        expect([called(route), headers, status]).toEqual([called(route), headers, 401]);
        expect(answered.get('www-authenticate')).toBe('Bearer');
      }
  });

  it('that are not open answer before the body of such a caller has arrived, and addresses where nothing is do too', async () => {
    const withBody = routes.filter(({ method }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method));
    const closed = withBody.filter(({ isPublic }) => !isPublic);
    const attempts: [Route, number][] = closed.map((route) => [route, 401]);
    attempts.push([{ method: 'POST', path: '/nowhere', isPublic: false, isAdminOnly: false }, 404]);
    for (const [route, expected] of attempts)
      for (const headers of [[], ['Authorization: Bearer a.b.c']]) {
        const answer = await early(`${called({ ...route, path: concrete(route.path) })} HTTP/1.1`, headers);
        expect([called(route), answer]).toEqual([called(route), expected]);
      }
  });

  it('that are open read a body without asking who sends it', async () => {
    const path = `/api/lead-capture/webhook/${randomUUID()}`;
    const { body } = await app.anonymous.post(path, {}, { authorization: 'Bearer a.b.c' });
    expect(body.code).toBe('leads/form-inactive');
  });

  it('verify a token once, whether or not there is a body and however often it comes', async () => {
    const verified = spyOn(app.get(JwtStrategy), 'validate');
    const client = await app.as();
    await client.get('/api/ai/models');
    expect(verified).toHaveBeenCalledTimes(1);
    await client.post('/api/ai/chat', {});
    expect(verified).toHaveBeenCalledTimes(1);
    await (await app.as()).post('/api/ai/chat', {});
    expect(verified).toHaveBeenCalledTimes(2);
  });

  it('for administrators answer 403 to everybody else', async () => {
    const client = await app.as();
    for (const route of routes.filter(({ isAdminOnly }) => isAdminOnly)) {
      const body = ['GET', 'DELETE'].includes(route.method) ? undefined : {};
      const { status } = await client.send(route.method, concrete(route.path), body, {});
      expect([called(route), status]).toEqual([called(route), 403]);
    }
  });

  it('are all served: what a decorator declares is what the server knows', async () => {
    const admin = await app.as(undefined, { admin: true });
    for (const { method, path } of routes.filter((route) => route.method === 'GET')) {
      const { body } = await admin.send(method, concrete(path), undefined, {});
      expect([path, body?.code]).not.toEqual([path, 'http/no-such-route']);
    }
  });
});
