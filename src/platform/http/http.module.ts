import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { RetentionModule } from '#platform/retention/retention.module';
import { Draining } from './draining.js';
import { EnvelopeInterceptor } from './envelope.interceptor.js';
import { ErrorFilter } from './error.filter.js';
import { HttpRetention } from './http-retention.js';
import { IdempotencyGuard } from './idempotency.guard.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimits } from './rate-limits.js';
import { RateRepository } from './rate.repository.js';
import { RootController } from './root.controller.js';

/** How the outside speaks to us and hears back; the only room that knows status codes and envelopes. */
@Module({
  imports: [RetentionModule],
  controllers: [RootController],
  providers: [
    IdempotencyRepository,
    RateRepository,
    RateLimits,
    HttpRetention,
    Draining,
    ErrorFilter,
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: IdempotencyGuard },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
    { provide: APP_FILTER, useExisting: ErrorFilter },
  ],
  exports: [IdempotencyRepository, Draining, RateLimits],
})
export class HttpModule {}
