import { Injectable } from '@nestjs/common';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { Audience } from '#domains/campaigns/campaign.dto';
import { CampaignNotFound } from '#domains/campaigns/campaign.errors';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { MailingNotOpen } from '#domains/email/email.errors';
import { EmailDeliveryService } from '#domains/email/email-delivery.service';
import type { AudienceFilter } from '#domains/leads/audiences/audience';
import { LeadService } from '#domains/leads/lead.service';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { type CampaignTask, PlanAudienceJob } from './execution.jobs.js';

const AT_ONCE = 1_000;

/**
 * Gives a launched campaign's mailing its recipients, a thousand leads a statement, and starts it. Running it again adds
 * nobody twice; a mailing that has been started or stopped meanwhile, or whose campaign is
 * gone, is left alone.
 */
@Injectable()
@Handles(PlanAudienceJob)
export class PlanAudienceHandler implements JobHandler<CampaignTask> {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly leads: LeadService,
    private readonly mail: EmailDeliveryService,
  ) {}

  async handle(task: CampaignTask, run: JobRun): Promise<void> {
    try {
      await this.plan(task, run.signal);
    } catch (error) {
      if (!(error instanceof MailingNotOpen || error instanceof CampaignNotFound)) throw error;
    }
  }

  private async plan({ ownerId, campaignId }: CampaignTask, signal: AbortSignal): Promise<void> {
    const campaign = await this.campaigns.get(ownerId, campaignId);
    if (!isUnderWay(campaign)) return;
    const filter = toFilter(campaign.audience);
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const members = await this.leads.audience(ownerId, filter, after, AT_ONCE);
      await this.mail.addRecipients(ownerId, campaignId, members);
      after = members.at(-1)?.leadId ?? null;
      if (members.length < AT_ONCE) break;
      if (!isUnderWay(await this.campaigns.get(ownerId, campaignId))) return;
    }
    await this.mail.start(ownerId, campaignId);
  }
}

function isUnderWay({ status }: Campaign): boolean {
  return status === 'active' || status === 'paused';
}

function toFilter(audience: Audience): AudienceFilter {
  return {
    leadIds: audience.lead_ids,
    formIds: audience.form_ids,
    tags: audience.tags,
    statuses: audience.statuses,
    sources: audience.sources,
    minScore: audience.min_score,
  };
}
