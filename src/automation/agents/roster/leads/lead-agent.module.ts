import { Module } from '@nestjs/common';
import { LeadsModule } from '#domains/leads/leads.module';
import { BrandVoiceModule } from '../../brand/brand-voice.module.js';
import { LeadAgent } from './lead.agent.js';

/** Scores, qualifies and describes leads. */
@Module({
  imports: [LeadsModule, BrandVoiceModule],
  providers: [LeadAgent],
  exports: [LeadAgent],
})
export class LeadAgentModule {}
