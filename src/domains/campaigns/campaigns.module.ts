import { Module } from '@nestjs/common';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { ApprovalController } from './approvals/approval.controller.js';
import { ApprovalRepository } from './approvals/approval.repository.js';
import { CampaignApprovals } from './approvals/approval.service.js';
import { ApproverController } from './approvals/approver.controller.js';
import { ApproverRepository } from './approvals/approver.repository.js';
import { Approvers } from './approvals/approver.service.js';
import { CampaignController } from './campaign.controller.js';
import { CampaignFacts } from './campaign-facts.js';
import { CampaignRepository } from './campaign.repository.js';
import { CampaignService } from './campaign.service.js';
import { HistoryController } from './history/history.controller.js';
import { HistoryRepository } from './history/history.repository.js';
import { CampaignHistory } from './history/history.service.js';
import { CampaignMetricRepository } from './performance/campaign-metric.repository.js';
import { CampaignPerformance } from './performance/performance.service.js';
import { CampaignRuns } from './schedule/campaign-runs.service.js';
import { DueCampaignClock } from './schedule/due-campaign.clock.js';
import { DueCampaignRepository } from './schedule/due-campaign.repository.js';
import { RunRepository } from './schedule/run.repository.js';
import { TakeUpDueHandler } from './schedule/take-up-due.handler.js';
import { Budgets } from './spend/budgets.service.js';
import { SpendController } from './spend/spend.controller.js';
import { SpendRepository } from './spend/spend.repository.js';
import { CampaignSpend } from './spend/spend.service.js';
import { CampaignSumsRepository } from './sums/campaign-sums.repository.js';
import { CampaignSumsService } from './sums/campaign-sums.service.js';

/** When campaigns are due. */
const SCHEDULE = [CampaignRuns, RunRepository, DueCampaignRepository, DueCampaignClock, TakeUpDueHandler];

/** What is to be said to whom, and how far it has come. Carrying it out is `automation/workflows`. */
@Module({
  imports: [ClockModule, JobsModule],
  // What has a name of its own stands before campaigns, whose `/api/campaigns/:campaignId` would take its path.
  controllers: [
    ApprovalController,
    ApproverController,
    HistoryController,
    SpendController,
    CampaignController,
  ],
  providers: [
    CampaignService,
    CampaignFacts,
    CampaignRepository,
    CampaignHistory,
    HistoryRepository,
    CampaignApprovals,
    ApprovalRepository,
    ApproverRepository,
    Approvers,
    Budgets,
    CampaignSpend,
    SpendRepository,
    CampaignPerformance,
    CampaignMetricRepository,
    CampaignSumsService,
    CampaignSumsRepository,
    ...SCHEDULE,
  ],
  exports: [
    CampaignService,
    CampaignApprovals,
    CampaignRuns,
    CampaignSpend,
    CampaignPerformance,
    CampaignSumsService,
  ],
})
export class CampaignsModule {}
