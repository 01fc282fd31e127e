import type { IncomingMessage } from 'node:http';
import cors from '@fastify/cors';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { newId } from '#kernel/ids';
import type { Settings } from '#platform/config/settings';
import { scopes } from '#platform/database/scope';
import { AppLogger, StartLogger } from '#platform/logging/app-logger';
import { nameRequests } from '#platform/logging/request-log';
import { installContentParsers } from './content-parsers.js';
import { corsFor } from './cors.js';
import { Draining } from './draining.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { keepAnswers } from './keep-answers.js';
import { serveProbesOnly } from './probes-only.js';
import { securityHeaders } from './security-headers.js';
import { refuseSlowBodies } from './slow-bodies.js';
import { refuseUnknownAddresses } from './unknown-addresses.js';
import { answerUnreadable, answerUnroutable } from './unreadable-requests.js';
import { validationPipe } from './validation.js';

const REQUEST_ID = /^[\w.:-]{1,100}$/;
const ONE_MEBIBYTE = 1024 * 1024;
/** As long as a body: with less, a busy process refuses whom it has not come to read in time. */
const HEADERS_WITHIN_MS = 10_000;
/** The longest a streamed upload may take; every other body has ten seconds (`slow-bodies.ts`). */
const LONGEST_UPLOAD_MS = 15 * 60_000;

/** The HTTP server of the application, hardened, but not listening yet. */
export async function createHttpApp(
  module: Type | DynamicModule,
  settings: Settings,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: ONE_MEBIBYTE,
    genReqId: (raw: IncomingMessage & { id?: unknown }) =>
      (raw.id = acceptedRequestId(raw.headers['x-request-id'])) as string,
    trustProxy: settings.TRUSTED_PROXIES.length > 0 ? [...settings.TRUSTED_PROXIES] : false,
    requestTimeout: LONGEST_UPLOAD_MS,
    keepAliveTimeout: 65_000,
    maxRequestsPerSocket: 10_000,
    forceCloseConnections: 'idle',
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
    http: { headersTimeout: HEADERS_WITHIN_MS, connectionsCheckingInterval: 1_000, maxHeaderSize: 16 * 1024 },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bufferLogs: true,
    logger: new StartLogger(),
    bodyParser: false,
    abortOnError: false,
  });
  app.useLogger(app.get(AppLogger));
  app.flushLogs();
  app.useGlobalPipes(validationPipe());
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  return app;
}

/** Installs what stands before every route: headers, CORS, parsers and the identity scope. */
export async function configureHttp(app: NestFastifyApplication, settings: Settings): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const everyAnswer = { ...(await securityHeaders(settings)), 'cache-control': 'no-store' };
  await fastify.register(
    cors as never,
    { hook: 'onRequest', delegator: corsFor(settings.CORS_ORIGINS) } as never,
  );
  installContentParsers(fastify);
  refuseSlowBodies(fastify);
  refuseUnknownAddresses(fastify);
  keepAnswers(fastify, app.get(IdempotencyRepository));
  const draining = app.get(Draining);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (draining.isOn) void reply.header('connection', 'close');
    void reply.headers(everyAnswer).header('x-request-id', request.id);
    done();
  });
  if (!settings.plays('web')) serveProbesOnly(fastify);
  nameRequests(fastify);
  fastify.addHook('preHandler', (_request, _reply, done) => {
    scopes.run({ identity: null, transaction: null }, done);
  });
}

function acceptedRequestId(given: unknown): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
}
