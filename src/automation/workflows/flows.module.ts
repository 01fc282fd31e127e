import { Module } from '@nestjs/common';
import { AgentsModule } from '#automation/agents/agents.module';
import { AiVideoModule } from '#domains/ai-video/ai-video.module';
import { ContentModule } from '#domains/content/content.module';
import { EmailModule } from '#domains/email/email.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { SocialModule } from '#domains/social/social.module';
import { AiModule } from '#platform/ai/ai.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { WebModule } from '#platform/web/web.module';
import { ExecutionService } from './executions/execution.service.js';
import { FLOW_CONTROLLERS, FLOWS } from './flows.parts.js';

/** Workflows that people write: what is done for one lead after another, step by step, and never twice. */
@Module({
  imports: [
    AgentsModule,
    AiModule,
    AiVideoModule,
    ClockModule,
    ContentModule,
    EmailModule,
    JobsModule,
    LeadsModule,
    RetentionModule,
    SocialModule,
    WebModule,
  ],
  controllers: FLOW_CONTROLLERS,
  providers: FLOWS,
  exports: [ExecutionService],
})
export class FlowsModule {}
