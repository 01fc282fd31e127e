import { globSync, readFileSync } from 'node:fs';
import { openApiDocument } from '#platform/http/openapi';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { routesOf } from '../../support/routes.js';

interface Schema {
  $ref?: string;
  oneOf?: { properties: { event: { enum: string[] }; data: Schema } }[];
}

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  security?: unknown[];
  'x-api-key-scope'?: string;
  parameters?: { name: string }[];
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}
type Document = { paths: Record<string, Record<string, Operation>>; components?: { schemas?: object } };

let app: TestApp;
let document: Document;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
  document = openApiDocument(app.nest) as unknown as Document;
});
afterAll(() => app.close());

const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  it('names each operation once, in a plain word', () => {
    const ids = operationsOf(document).map(({ operation }) => operation.operationId);
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.filter((id) => !/^[A-Za-z]+_[A-Za-z]+(_\d+)?$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('knows every route but the metrics and the outbox', () => {
    const known = new Set(
      operationsOf(document).map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    );
    const hidden = routesOf(app)
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
      .filter((route) => !known.has(route) && !/^GET \/(metrics|dev\/outbox)/.test(route));
    expect(hidden).toEqual([]);
  });

  it('tells who may call, and how every operation fails', () => {
    const open = new Set(
      routesOf(app)
        .filter(({ isPublic }) => isPublic)
        .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
    );
    for (const { path, method, operation } of operationsOf(document)) {
      const name = `${method.toUpperCase()} ${path}`;
      const byKey = operation['x-api-key-scope'] === undefined ? [] : [{ apiKey: [] }];
      expect([name, operation.security]).toEqual([name, open.has(name) ? [] : [{ bearer: [] }, ...byKey]]);
      if (byKey.length > 0) expect([name, '403' in operation.responses]).toEqual([name, true]);
      expect([name, '401' in operation.responses]).toEqual([name, !open.has(name)]);
      for (const status of ['429', '500', '503'])
        expect(operation.responses[status]?.content?.['application/json']?.schema?.$ref).toBe(
          '#/components/schemas/ErrorBody',
        );
    }
  });

  it('offers the Idempotency-Key on every POST, open or not, but those that show a secret, and nowhere else', () => {
    const posts = operationsOf(document).filter(({ method }) => method === 'post');
    const keyless: string[] = [];
    expect(posts.some(({ operation }) => operation.security?.length === 0)).toBe(true);
    for (const { path, method, operation } of operationsOf(document)) {
      const name = `${method.toUpperCase()} ${path}`;
      const keys = (operation.parameters ?? []).filter((parameter) => parameter.name === 'Idempotency-Key');
      if (method === 'post' && keys.length === 0) keyless.push(path);
      else expect([name, keys.length]).toEqual([name, method === 'post' ? 1 : 0]);
      if (method === 'post')
        expect([name, Object.keys(operation.responses)]).toEqual([
          name,
          expect.arrayContaining(['400', '409', '422']),
        ]);
    }
    expect(keyless.toSorted()).toEqual([
      '/api/email/event-endpoints',
      '/api/email/webhooks',
      '/api/integrations/webhooks',
      '/api/integrations/webhooks/{webhookId}/secret/rotate',
      '/api/lead-capture/sources',
      '/api/lead-capture/sources/{sourceId}/rotate-secret',
      '/api/user/api-keys',
      '/api/user/api-keys/{keyId}/rotate',
    ]);
  });

  it('describes no two classes under one name, of which one would be forgotten', () => {
    const classes = globSync('src/**/*.dto.ts').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^(?:export )?class (\w+)/gm)].map(([, name]) => name),
    );
    expect(classes.length).toBeGreaterThan(100);
    expect(classes.filter((name, at) => classes.indexOf(name) !== at)).toEqual([]);
  });

  it('tells both answers of a chat, and the data of each event of the streamed one', () => {
    const { content = {} } = document.paths['/api/ai/chat']?.['post']?.responses['200'] ?? {};
    expect(Object.keys(content)).toEqual(['application/json', 'text/event-stream']);
    const events = content['text/event-stream']?.schema?.oneOf?.map(({ properties: { event, data } }) => [
      event.enum[0],
      data.$ref?.split('/').at(-1),
    ]);
    expect(events).toEqual([
      ['delta', 'ChatDelta'],
      ['end', 'ChatAnswer'],
      ['error', 'ErrorBody'],
    ]);
    expect(document.components?.schemas).toHaveProperty('ChatDelta');
  });

  it('tells that a GET may ask for days that do not fit', () => {
    expect(document.paths['/api/ai/usage']?.['get']?.responses).toHaveProperty('422');
  });

  it('is served with Swagger, whose page may run its own scripts and nothing else’s', async () => {
    const served = await app.anonymous.get('/openapi.json');
    expect(served.status).toBe(200);
    expect(Object.keys(served.body.paths)).toEqual(Object.keys(document.paths));
    const page = await app.anonymous.get('/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger-ui');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('as it is kept for readers says in words what each operation does and answers', () => {
    const kept = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;
    for (const { path, method, operation } of operationsOf(kept)) {
      const name = `${method.toUpperCase()} ${path}`;
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/^[A-Z].{5,}/)]);
      expect([name, operation.tags]).toEqual([name, [expect.any(String)]]);
      expect([name, Object.keys(operation.responses).some((status) => /^[23]/.test(status))]).toEqual([
        name,
        true,
      ]);
    }
  });
});
