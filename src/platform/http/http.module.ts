import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { Draining } from './draining.js';
import { EnvelopeInterceptor } from './envelope.interceptor.js';
import { ErrorFilter } from './error.filter.js';
import { HousekeepingClock, SweepHttpHandler } from './housekeeping.clock.js';
import { IdempotencyGuard } from './idempotency.guard.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimits } from './rate-limits.js';
import { RateRepository } from './rate.repository.js';
import { RootController } from './root.controller.js';

/** How the outside speaks to us and hears back; the only room that knows status codes and envelopes. */
@Module({
  imports: [JobsModule, ClockModule],
  controllers: [RootController],
  providers: [
    IdempotencyRepository,
    RateRepository,
    RateLimits,
    HousekeepingClock,
    SweepHttpHandler,
    Draining,
    ErrorFilter,
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: IdempotencyGuard },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
    { provide: APP_FILTER, useExisting: ErrorFilter },
  ],
  exports: [IdempotencyRepository, Draining],
})
export class HttpModule {}
