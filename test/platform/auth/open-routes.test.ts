import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
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
