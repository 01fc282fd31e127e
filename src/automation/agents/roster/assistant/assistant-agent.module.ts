import { Module } from '@nestjs/common';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { KnowledgeModule } from '#domains/knowledge/knowledge.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { OpenClawGatewayModule } from '../../openclaw/openclaw-gateway.module.js';
import { CampaignAgentModule } from '../campaigns/campaign-agent.module.js';
import { AssistantFacts } from './assistant-facts.js';
import { AssistantLookUps } from './assistant-look-ups.js';
import { AssistantAgent } from './assistant.agent.js';
import { PerformanceExplainer } from './performance-explainer.js';

/** Says what matters today, and answers questions. */
@Module({
  imports: [OpenClawGatewayModule, CampaignsModule, KnowledgeModule, LeadsModule, CampaignAgentModule],
  providers: [AssistantAgent, AssistantFacts, AssistantLookUps, PerformanceExplainer],
  exports: [AssistantAgent],
})
export class AssistantAgentModule {}
