import { Module } from '@nestjs/common';
import { KnowledgeModule } from '#domains/knowledge/knowledge.module';
import { ResearchModule } from '#domains/research/research.module';
import { ResearchAgent } from './research.agent.js';
import { ScraperAgent } from './scraper.agent.js';

/** Reads pages, and looks into topics with sources. */
@Module({
  imports: [KnowledgeModule, ResearchModule],
  providers: [ResearchAgent, ScraperAgent],
  exports: [ResearchAgent, ScraperAgent],
})
export class ResearchAgentsModule {}
