import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '#platform/config/version';
import { completed } from './openapi-operations.js';

const UI_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

/** The OpenAPI document: what the swagger plugin reads from the code, in the envelopes the routes really answer with. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Marketing Autopilot API')
    .setDescription(
      'Leads, campaigns, mail and content for a small marketing team. Answers come in an envelope: ' +
        '`{success, data, error}` unless an operation documents another shape. Every error has one body with a stable `code`.',
    )
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This server')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'A Supabase access token.',
    })
    .addSecurity('apiKey', {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'mak_<id>_<secret>',
      description:
        'A key of a machine (`POST /api/user/api-keys`). `x-api-key-scope` names the scope an operation needs.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return completed(document);
}

/** Serves Swagger at `/docs` and the document at `/openapi.json`; it is built when first asked for. */
export function serveDocument(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  const http = app.getHttpAdapter();
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Marketing Autopilot API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tryItOutEnabled: true },
  });
  http
    .getInstance()
    .addHook(
      'onSend',
      (
        request: { url: string },
        reply: { header(name: string, value: string): void },
        payload: unknown,
        done: (error: null, payload: unknown) => void,
      ) => {
        if (/^\/docs(\/|$|\?)/.test(request.url)) reply.header('content-security-policy', UI_POLICY);
        done(null, payload);
      },
    );
}
