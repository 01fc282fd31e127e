import { Injectable } from '@nestjs/common';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignNotFound } from '#domains/campaigns/campaign.errors';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import { MailingNotOpen } from '#domains/email/email.errors';
import { EmailDeliveryService } from '#domains/email/email-delivery.service';
import { AudienceService } from '#domains/leads/audiences/audience.service';
import { FilterRefused } from '#domains/leads/filters/filter.errors';
import { LeadService } from '#domains/leads/lead.service';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { CampaignRunner } from '../campaign-runner.service.js';
import { type CampaignTask, PlanAudienceJob } from '../execution.jobs.js';
import { asLeadsSay } from './kept-audience.js';
import { recipientTimeOf } from './recipient-time.js';

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
    private readonly audiences: AudienceService,
    private readonly leads: LeadService,
    private readonly mail: EmailDeliveryService,
    private readonly runner: CampaignRunner,
  ) {}

  async handle(task: CampaignTask, run: JobRun): Promise<void> {
    try {
      await this.plan(task, run.signal);
    } catch (error) {
      if (error instanceof FilterRefused)
        await this.runner.fail(
          task.ownerId,
          task.campaignId,
          `The audience cannot be found: ${error.message}`,
        );
      else if (!(error instanceof MailingNotOpen || error instanceof CampaignNotFound)) throw error;
    }
  }

  private async plan({ ownerId, campaignId }: CampaignTask, signal: AbortSignal): Promise<void> {
    const campaign = await this.campaigns.get(ownerId, campaignId);
    if (!isUnderWay(campaign)) return;
    const filter = await this.audiences.read(ownerId, asLeadsSay(planOf(campaign).audience));
    const dueAt = recipientTimeOf(campaign, new Date());
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const members = await this.leads.audience(ownerId, filter, after, AT_ONCE);
      const recipients = members.map((member) => ({ ...member, dueAt: dueAt(member.merge) }));
      await this.mail.addRecipients(ownerId, campaignId, recipients);
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
