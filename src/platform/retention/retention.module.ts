import { Module } from '@nestjs/common';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { Retention } from './retention.js';
import { ForgetOldHandler, RetentionClock } from './retention.clock.js';

/** How long records are kept: rooms say so, one clock asks for all of them. */
@Module({
  imports: [JobsModule, ClockModule],
  providers: [Retention, RetentionClock, ForgetOldHandler],
  exports: [Retention],
})
export class RetentionModule {}
