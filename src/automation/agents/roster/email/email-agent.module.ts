import { Module } from '@nestjs/common';
import { WorkflowsModule } from '#automation/workflows/workflows.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { EmailModule } from '#domains/email/email.module';
import { ContentAgentModule } from '../content/content-agent.module.js';
import { EmailTasksModule } from './email-tasks.module.js';
import { EmailAgent } from './email.agent.js';

/** Writes mail, and says when to send it. */
@Module({
  imports: [WorkflowsModule, CampaignsModule, EmailModule, EmailTasksModule, ContentAgentModule],
  providers: [EmailAgent],
  exports: [EmailAgent],
})
export class EmailAgentModule {}
