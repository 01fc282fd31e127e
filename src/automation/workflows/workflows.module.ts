import { Module } from '@nestjs/common';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { EmailModule } from '#domains/email/email.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { LeadConsent } from './consent/lead-consent.js';
import { CampaignExecutionController } from './execution/campaign-execution.controller.js';
import { CampaignExecutor } from './execution/campaign-executor.service.js';
import { EmailChannel } from './execution/email-channel.js';
import {
  ConsentWithdrawnHandler,
  MailingFinishedHandler,
  StartScheduledHandler,
} from './execution/execution.handlers.js';
import { PlanAudienceHandler } from './execution/plan-audience.handler.js';

const HANDLERS = [
  PlanAudienceHandler,
  StartScheduledHandler,
  MailingFinishedHandler,
  ConsentWithdrawnHandler,
];

/** Stories that pass through several domains: so far, carrying a campaign out. */
@Module({
  imports: [CampaignsModule, EmailModule, LeadsModule, JobsModule],
  controllers: [CampaignExecutionController],
  providers: [CampaignExecutor, EmailChannel, LeadConsent, ...HANDLERS],
  exports: [CampaignExecutor, LeadConsent],
})
export class WorkflowsModule {}
