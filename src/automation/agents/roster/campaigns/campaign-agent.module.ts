import { Module } from '@nestjs/common';
import { WorkflowsModule } from '#automation/workflows/workflows.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { EmailModule } from '#domains/email/email.module';
import { BrandVoiceModule } from '../../brand/brand-voice.module.js';
import { ContentAgentModule } from '../content/content-agent.module.js';
import { CampaignJudge } from './campaign-judge.js';
import { CampaignWriter } from './campaign-writer.js';
import { CampaignAgent } from './campaign.agent.js';

/** Judges campaigns by what was measured, and looks after them. */
@Module({
  imports: [WorkflowsModule, CampaignsModule, EmailModule, BrandVoiceModule, ContentAgentModule],
  providers: [CampaignAgent, CampaignJudge, CampaignWriter],
  exports: [CampaignAgent, CampaignJudge],
})
export class CampaignAgentModule {}
