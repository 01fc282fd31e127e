import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { CampaignNotFound } from '#domains/campaigns/campaign.errors';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { type MailingTripped, MailingTrippedJob } from '#domains/email/breaker/breaker.jobs';
import { Breaker } from '#domains/email/breaker/breaker.service';
import { reasonOf } from '#domains/email/breaker/trip-words';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { CampaignExecutor } from '../execution/campaign-executor.service.js';

/** A mailing has paused itself: its campaign is paused too, and its history says by whom and why. */
@Injectable()
@Handles(MailingTrippedJob)
export class MailingTrippedHandler implements JobHandler<MailingTripped> {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly breaker: Breaker,
    private readonly executor: CampaignExecutor,
  ) {}

  /** A person who has gone on meanwhile, or ended the campaign, has the last word. */
  async handle({ ownerId, campaignId }: MailingTripped): Promise<void> {
    try {
      await this.database.transaction(async () => {
        const campaign = await this.campaigns.hold(ownerId, campaignId);
        const trip = await this.breaker.openTrip(ownerId, campaignId);
        if (campaign.status !== 'active' || !trip) return;
        await this.executor.pause(ownerId, campaignId, { actor: 'breaker', reason: reasonOf(trip) });
      });
    } catch (error) {
      if (!(error instanceof CampaignNotFound)) throw error;
    }
  }
}
