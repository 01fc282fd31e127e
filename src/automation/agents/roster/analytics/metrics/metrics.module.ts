import { Module, type Type } from '@nestjs/common';
import { AnalyticsModule } from '#domains/analytics/analytics.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { ContentModule } from '#domains/content/content.module';
import { EmailModule } from '#domains/email/email.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { SocialModule } from '#domains/social/social.module';
import { provideAll } from '#platform/wiring/provide-all';
import { CampaignMetrics } from './campaign.metrics.js';
import { ContentMetrics } from './content.metrics.js';
import { LeadMetrics } from './lead.metrics.js';
import { MailMetrics } from './mail.metrics.js';
import { MetricCollector } from './metric-collector.js';
import { METRIC_SOURCES, type MetricSource } from './metric-source.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';
import { SocialMetrics } from './social.metrics.js';

/** Every room that is measured. To add one, write its class here and name it. */
const SOURCES: readonly Type<MetricSource>[] = [
  CampaignMetrics,
  LeadMetrics,
  MailMetrics,
  ContentMetrics,
  SocialMetrics,
];

/** The figures of all rooms side by side. */
@Module({
  imports: [AnalyticsModule, CampaignsModule, ContentModule, EmailModule, LeadsModule, SocialModule],
  controllers: [OverviewController],
  providers: [...provideAll(METRIC_SOURCES, SOURCES), MetricCollector, OverviewService],
  exports: [MetricCollector],
})
export class MetricsOfRoomsModule {}
