import { Module } from '@nestjs/common';
import { JobsModule } from '#platform/jobs/jobs.module';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { PlatformGauges } from './platform-gauges.js';

/** Figures about the process, its requests, its pool and its queues. */
@Module({
  imports: [JobsModule],
  controllers: [MetricsController],
  providers: [Metrics, PlatformGauges],
  exports: [Metrics],
})
export class MetricsModule {}
