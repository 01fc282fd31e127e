import { Module } from '@nestjs/common';
import { ProposalsModule } from '#domains/proposals/proposals.module';
import { BrandVoiceModule } from '../../brand/brand-voice.module.js';
import { ProposalAgent } from './proposal.agent.js';

/** Writes proposals. */
@Module({
  imports: [ProposalsModule, BrandVoiceModule],
  providers: [ProposalAgent],
  exports: [ProposalAgent],
})
export class ProposalAgentModule {}
