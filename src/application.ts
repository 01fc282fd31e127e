import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import type { Settings } from '#platform/config/settings';
import { admitBeforeBody } from '#platform/auth/early-admission';
import { ClosedAccounts } from '#platform/auth/closed-accounts';
import { JwtAuthGuard } from '#platform/auth/jwt-auth.guard';
import { configureHttp, createHttpApp } from '#platform/http/create-http-app';
import { countPerAddress, RateLimits } from '#platform/http/rate-limits';
import { serveDocument } from '#platform/http/openapi';
import { logRequests } from '#platform/logging/request-log';
import { PlatformGauges } from '#platform/metrics/platform-gauges';
import { EmbeddedSupabase } from '#platform/supabase/embedded-supabase';
import { AppModule } from './app.module.js';

/** The whole application, ready to listen; `besides` are modules added to ours, such as a test's own routes. */
export async function createApplication(
  settings: Settings,
  settingsModule: DynamicModule,
  besides: readonly Type[] = [],
): Promise<NestFastifyApplication> {
  const app = await createHttpApp(AppModule.with(settingsModule, besides), settings);
  await configureHttp(app, settings);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  admitBeforeBody(fastify, app.get(JwtAuthGuard));
  app.get(PlatformGauges).observe(fastify);
  logRequests(fastify, await app.resolve(PinoLogger));
  const count = countPerAddress(app.get(RateLimits), settings.RATE_LIMIT_ANONYMOUS);
  const closed = app.get(ClosedAccounts);
  await app.get<EmbeddedSupabase | null>(EmbeddedSupabase)?.mount(fastify, async (request) => {
    count(request);
    await closed.refuse(request.headers.authorization);
  });
  serveDocument(app);
  return app;
}
