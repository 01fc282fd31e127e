import { Injectable } from '@nestjs/common';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { MailWithoutWords } from '#domains/email/email.errors';
import { EmailTemplateService } from '#domains/email/templates/email-template.service';
import { UpsertService } from '#domains/leads/upserts/upsert.service';
import { Database } from '#platform/database/database';
import { instantOf } from '#platform/http/instant.validator';
import type { EmailCampaignMade, NewEmailCampaign } from './email-campaign.dto.js';

/** Makes mail campaigns for recipients who are named by their addresses: leads and campaign together, or neither. */
@Injectable()
export class EmailCampaigns {
  constructor(
    private readonly database: Database,
    private readonly leads: UpsertService,
    private readonly campaigns: CampaignService,
    private readonly templates: EmailTemplateService,
  ) {}

  /** Throws `email/without-words` or `email/template-not-found`. */
  create(ownerId: string, wanted: NewEmailCampaign): Promise<EmailCampaignMade> {
    const { name, subject, content, template_id, recipients, send_time } = wanted;
    if (content === undefined && template_id === undefined) throw new MailWithoutWords();
    return this.database.transaction(async () => {
      if (template_id !== undefined) await this.templates.get(ownerId, template_id);
      const { results, created } = await this.leads.many(ownerId, {
        leads: recipients.map((email) => ({ email })),
        on_match: 'skip',
        written_by: 'person',
      });
      const lead_ids = [...new Set(results.flatMap(({ lead_id }) => (lead_id === null ? [] : [lead_id])))];
      const campaign = await this.campaigns.create(ownerId, {
        name,
        type: 'email',
        channels: ['email'],
        content: {
          email: {
            ...(subject !== undefined && { subject_line: subject }),
            ...(template_id === undefined ? { body: content } : { template_id }),
          },
        },
        audience: { lead_ids },
        ...(send_time !== undefined && { start_date: instantOf(send_time).toISOString() }),
      });
      return {
        id: campaign.id,
        name: campaign.name,
        status: campaign.status,
        template_id: template_id ?? null,
        recipients: lead_ids.length,
        leads_created: created,
        send_time: campaign.start_date,
        created_at: campaign.created_at,
      };
    });
  }
}
