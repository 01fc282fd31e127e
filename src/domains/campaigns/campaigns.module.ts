import { Module } from '@nestjs/common';
import { CampaignController } from './campaign.controller.js';
import { CampaignRepository } from './campaign.repository.js';
import { CampaignService } from './campaign.service.js';
import { CampaignMetricRepository } from './performance/campaign-metric.repository.js';
import { CampaignPerformance } from './performance/performance.service.js';
import { CampaignSumsRepository } from './sums/campaign-sums.repository.js';
import { CampaignSumsService } from './sums/campaign-sums.service.js';

/** What is to be said to whom, and how far it has come. Carrying it out is `automation/workflows`. */
@Module({
  controllers: [CampaignController],
  providers: [
    CampaignService,
    CampaignRepository,
    CampaignPerformance,
    CampaignMetricRepository,
    CampaignSumsService,
    CampaignSumsRepository,
  ],
  exports: [CampaignService, CampaignPerformance, CampaignSumsService],
})
export class CampaignsModule {}
