import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { EmailDeliveryService } from '#domains/email/email-delivery.service';
import { Jobs } from '#platform/jobs/jobs';
import type { ChannelResult } from './execution.dto.js';
import { PlanAudienceJob } from './execution.jobs.js';

/** What a campaign says about its mail, in `content.email`. */
interface MailContent {
  subject_line?: unknown;
  body?: unknown;
  text?: unknown;
  template_id?: unknown;
  from_name?: unknown;
  from_email?: unknown;
  reply_to?: unknown;
}

/** The e-mail channel of a campaign: opens its mailing and asks for its recipients. */
@Injectable()
export class EmailChannel {
  constructor(
    private readonly mail: EmailDeliveryService,
    private readonly jobs: Jobs,
  ) {}

  /** A text that cannot be sent is told in the result; nothing has been opened then. Joins the running transaction. */
  async launch(campaign: Campaign): Promise<ChannelResult> {
    const content = (campaign.content['email'] ?? {}) as MailContent;
    if (text(content.body) === undefined && text(content.template_id) === undefined)
      return {
        success: false,
        message: 'The campaign has no content.email.body and no content.email.template_id',
      };
    try {
      const mailing = await this.mail.open(campaign.created_by, {
        campaignId: campaign.id,
        name: campaign.name,
        subject: text(content.subject_line),
        html: text(content.template_id) === undefined ? text(content.body) : undefined,
        text: text(content.text),
        templateId: text(content.template_id),
        fromName: text(content.from_name),
        fromEmail: text(content.from_email),
        replyTo: text(content.reply_to),
        settings: campaign.settings,
      });
      await this.jobs.send(PlanAudienceJob, { ownerId: campaign.created_by, campaignId: campaign.id });
      return {
        success: true,
        message: 'Email campaign scheduled',
        email_campaign_id: mailing.id,
        scheduled_time: new Date().toISOString(),
      };
    } catch (error) {
      if (error instanceof AppError && (error.kind === 'invalid' || error.kind === 'not-found'))
        return { success: false, message: `Email campaign failed: ${error.message}` };
      throw error;
    }
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
