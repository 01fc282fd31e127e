import { Module } from '@nestjs/common';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { SocialModule } from '#domains/social/social.module';
import { AiModule } from '#platform/ai/ai.module';
import { BrandVoiceModule } from '../../brand/brand-voice.module.js';
import { ContentAgentModule } from '../content/content-agent.module.js';
import { PostWriter } from './post-writer.js';
import { Replier } from './replier.js';
import { SocialAgent } from './social.agent.js';

/** Writes, plans and judges posts. */
@Module({
  imports: [CampaignsModule, SocialModule, AiModule, BrandVoiceModule, ContentAgentModule],
  providers: [SocialAgent, PostWriter, Replier],
  exports: [SocialAgent],
})
export class SocialAgentModule {}
