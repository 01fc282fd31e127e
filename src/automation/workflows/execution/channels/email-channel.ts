import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { CampaignPlan } from '#domains/campaigns/plan/campaign-plan';
import { MailingNotFound, MailingNotOpen } from '#domains/email/email.errors';
import { EmailDeliveryService } from '#domains/email/email-delivery.service';
import { Jobs } from '#platform/jobs/jobs';
import { recipientTimeOf } from '../audience/recipient-time.js';
import type { ChannelResult } from '../execution.dto.js';
import { PlanAudienceJob } from '../execution.jobs.js';
import { CampaignChannel } from './campaign-channel.js';
import { mailingPlanOf } from './mailing-plan.js';

/** The e-mail channel of a campaign: opens its mailing and asks for its recipients. */
@Injectable()
export class EmailChannel extends CampaignChannel {
  readonly group = 'email';

  constructor(
    private readonly mail: EmailDeliveryService,
    private readonly jobs: Jobs,
  ) {
    super();
  }

  async launch(campaign: Campaign, plan: CampaignPlan): Promise<ChannelResult> {
    const wanted = mailingPlanOf(campaign, plan);
    if (wanted.html === undefined && wanted.templateId === undefined)
      return {
        success: false,
        message: 'The campaign has no content.email.body and no content.email.template_id',
      };
    try {
      const mailing = await this.mail.open(campaign.created_by, wanted);
      await this.jobs.send(PlanAudienceJob, { ownerId: campaign.created_by, campaignId: campaign.id });
      const now = new Date();
      return {
        success: true,
        message: 'Email campaign scheduled',
        email_campaign_id: mailing.id,
        scheduled_time: (recipientTimeOf(campaign, now)({}) ?? now).toISOString(),
      };
    } catch (error) {
      if (error instanceof AppError && (error.kind === 'invalid' || error.kind === 'not-found'))
        return { success: false, message: `Email campaign failed: ${error.message}` };
      throw error;
    }
  }

  /** A calendar has no mails. */
  foresee(): Promise<[]> {
    return Promise.resolve([]);
  }

  pause(ownerId: string, campaignId: string): Promise<number> {
    return whereOpen(() => this.mail.pause(ownerId, campaignId));
  }

  resume(ownerId: string, campaignId: string): Promise<number> {
    return whereOpen(() => this.mail.resume(ownerId, campaignId));
  }

  stop(ownerId: string, campaignId: string): Promise<number> {
    return whereOpen(() => this.mail.stop(ownerId, campaignId));
  }

  async isBusy(ownerId: string, campaignId: string): Promise<boolean> {
    const state = await whereOpen(async () => (await this.mail.report(ownerId, campaignId)).state);
    return state !== 0 && state !== 'finished' && state !== 'stopped';
  }
}

/** Mail of a campaign that sends none, or that is over, is neither paused nor stopped. */
async function whereOpen<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | 0> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MailingNotFound || error instanceof MailingNotOpen) return 0;
    throw error;
  }
}
