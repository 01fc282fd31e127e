import { Module } from '@nestjs/common';
import { EmailModule } from '#domains/email/email.module';
import { KnowledgeModule } from '#domains/knowledge/knowledge.module';
import { SupportModule } from '#domains/support/support.module';
import { AiModule } from '#platform/ai/ai.module';
import { DraftController } from './draft.controller.js';
import { DraftService } from './draft.service.js';
import { SuppressedForDesk } from './suppressed-for-desk.js';

/** What the support desk knows from other domains: documents to answer from, and addresses that are dead. */
@Module({
  imports: [AiModule, EmailModule, KnowledgeModule, SupportModule],
  controllers: [DraftController],
  providers: [DraftService, SuppressedForDesk],
  exports: [SuppressedForDesk],
})
export class DraftsModule {}
