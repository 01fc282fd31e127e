import { Module } from '@nestjs/common';
import { AnalyticsController } from './analytics.controller.js';
import { InsightRepository } from './insights/insight.repository.js';
import { InsightService } from './insights/insight.service.js';
import { AnalyticsReportRepository } from './reports/report.repository.js';
import { AnalyticsReports } from './reports/report.service.js';

/** What the figures of other rooms say: insights and reports, kept. Gathering them is the analytics agent's. */
@Module({
  controllers: [AnalyticsController],
  providers: [InsightService, InsightRepository, AnalyticsReports, AnalyticsReportRepository],
  exports: [InsightService, AnalyticsReports],
})
export class AnalyticsModule {}
