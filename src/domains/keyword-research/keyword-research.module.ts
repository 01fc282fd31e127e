import { Module } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { KeywordDataModule } from '#platform/keyword-data/keyword-data.module';
import { KeywordClusters } from './clusters/keyword-clusters.js';
import { KeywordEstimator } from './estimator/keyword-estimator.js';
import { KeywordHistoryController } from './keyword-history.controller.js';
import { KeywordResearchController } from './keyword-research.controller.js';
import { KeywordResearchRepository } from './keyword-research.repository.js';
import { KeywordResearchService } from './keyword-research.service.js';

/** What people search for: how often, how hard to win, and which words belong on one page. */
@Module({
  imports: [AiModule, KeywordDataModule],
  controllers: [KeywordHistoryController, KeywordResearchController],
  providers: [KeywordResearchService, KeywordResearchRepository, KeywordClusters, KeywordEstimator],
  exports: [KeywordResearchService],
})
export class KeywordResearchModule {}
