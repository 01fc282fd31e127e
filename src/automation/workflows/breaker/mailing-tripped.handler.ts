import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { CampaignNotFound } from '#domains/campaigns/campaign.errors';
import { CampaignService } from '#domains/campaigns/campaign.service';
import type { Cause } from '#domains/campaigns/history/step';
import { CampaignRuns } from '#domains/campaigns/schedule/campaign-runs.service';
import { type MailingTripped, MailingTrippedJob } from '#domains/email/breaker/breaker.jobs';
import { Breaker } from '#domains/email/breaker/breaker.service';
import { reasonOf } from '#domains/email/breaker/trip-words';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { CampaignExecutor } from '../execution/campaign-executor.service.js';

/** A mailing has paused itself: its campaign is paused too, with the series that it is a run of, and their histories say by whom and why. */
@Injectable()
@Handles(MailingTrippedJob)
export class MailingTrippedHandler implements JobHandler<MailingTripped> {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly breaker: Breaker,
    private readonly runs: CampaignRuns,
    private readonly executor: CampaignExecutor,
  ) {}

  /** A person who has gone on meanwhile, or ended the campaign, has the last word. */
  async handle({ ownerId, campaignId }: MailingTripped): Promise<void> {
    try {
      await this.database.transaction(async () => {
        const { run_at, parent_campaign_id: seriesId } = await this.campaigns.get(ownerId, campaignId);
        // Held before its run, as by all who hold both.
        const series = run_at && seriesId ? await this.campaigns.hold(ownerId, seriesId) : undefined;
        const campaign = await this.campaigns.hold(ownerId, campaignId);
        const trip = await this.breaker.openTrip(ownerId, campaignId);
        if (!trip) return;
        if (campaign.status === 'paused') await this.runs.goesOnWithParent(campaign, false);
        if (campaign.status !== 'active') return;
        const cause: Cause = { actor: 'breaker', reason: reasonOf(trip) };
        await this.executor.pause(ownerId, campaignId, cause);
        if (series?.status === 'active') await this.executor.pause(ownerId, series.id, cause);
      });
    } catch (error) {
      if (!(error instanceof CampaignNotFound)) throw error;
    }
  }
}
