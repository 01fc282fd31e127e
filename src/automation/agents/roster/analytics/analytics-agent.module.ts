import { Module } from '@nestjs/common';
import { AnalyticsModule } from '#domains/analytics/analytics.module';
import { Analyst } from './analyst.js';
import { AnalyticsAgent } from './analytics.agent.js';
import { Forecaster } from './forecaster.js';
import { MetricsOfRoomsModule } from './metrics/metrics.module.js';

/** Measures, compares, predicts and reports. */
@Module({
  imports: [AnalyticsModule, MetricsOfRoomsModule],
  providers: [AnalyticsAgent, Analyst, Forecaster],
  exports: [AnalyticsAgent],
})
export class AnalyticsAgentModule {}
