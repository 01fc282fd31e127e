import { Module } from '@nestjs/common';
import { CampaignController } from './campaign.controller.js';
import { CampaignRepository } from './campaign.repository.js';
import { CampaignService } from './campaign.service.js';

/** What is to be said to whom, and how far it has come. Carrying it out is `automation/workflows`. */
@Module({
  controllers: [CampaignController],
  providers: [CampaignService, CampaignRepository],
  exports: [CampaignService],
})
export class CampaignsModule {}
