import { Module } from '@nestjs/common';
import { KeywordResearchModule } from '#domains/keyword-research/keyword-research.module';
import { KeywordAgent } from './keyword.agent.js';

/** Finds out what people search for. */
@Module({
  imports: [KeywordResearchModule],
  providers: [KeywordAgent],
  exports: [KeywordAgent],
})
export class KeywordAgentModule {}
