import { Injectable } from '@nestjs/common';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CampaignPerformance } from '#domains/campaigns/performance/performance.service';
import { AlertRepository } from './alert.repository.js';
import { type MonitorCampaign, MonitorCampaignJob, TellAlertJob } from './campaign-monitoring.kind.js';
import { shortfalls } from './target-check.js';

const DAYS_LOOKED_AT = 30;
const DAY_MS = 86_400_000;
const OVER: ReadonlySet<string> = new Set(['completed', 'cancelled', 'archived', 'failed']);

/** Holds a campaign against its targets; one that is over is monitored no more. */
@Injectable()
@Handles(MonitorCampaignJob)
export class MonitorCampaignHandler implements JobHandler<MonitorCampaign> {
  constructor(
    private readonly database: Database,
    private readonly schedules: Schedules,
    private readonly campaigns: CampaignService,
    private readonly performance: CampaignPerformance,
    private readonly alerts: AlertRepository,
    private readonly jobs: Jobs,
  ) {}

  handle({ ownerId, campaignId, notify, ...firing }: MonitorCampaign): Promise<void> {
    return this.schedules.perform(ownerId, firing, async () => {
      const campaign = await this.campaigns.get(ownerId, campaignId);
      if (OVER.has(campaign.status)) {
        await this.schedules.cancel(ownerId, firing.jobId);
        return { campaign_status: campaign.status, alerts: [] };
      }
      const since = new Date(Date.now() - DAYS_LOOKED_AT * DAY_MS).toISOString().slice(0, 10);
      const readings = (await this.performance.readings(ownerId, [campaignId], since)).get(campaignId) ?? [];
      const found = shortfalls(campaign, readings);
      await this.database.transaction(async () => {
        const raised = await this.alerts.raise(ownerId, campaignId, found);
        const told = notify === undefined ? {} : { notify };
        await this.jobs.sendAll(
          TellAlertJob,
          raised.map((alertId) => ({ ownerId, alertId, ...told })),
        );
      });
      return { campaign_status: campaign.status, alerts: found };
    });
  }
}
