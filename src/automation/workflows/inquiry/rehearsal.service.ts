import { Injectable } from '@nestjs/common';
import type { RenderedCampaignMail, TestMailOutcome } from '#domains/email/inquiry/inquiry.dto';
import { MailPreviews, type Reader, SAMPLE_READER } from '#domains/email/inquiry/mail-preview.service';
import { type TestedMail, TestMails } from '#domains/email/inquiry/test-mail.service';
import { LeadNotFound } from '#domains/leads/lead.errors';
import { LeadService } from '#domains/leads/lead.service';
import { AskedCampaigns } from './asked-campaign.service.js';
import type { RenderWish, TestSendWish } from './campaign-inquiry.dto.js';

/** The mail of a campaign before anybody gets it: looked at, and sent to those who are to look at it. */
@Injectable()
export class Rehearsals {
  constructor(
    private readonly campaigns: AskedCampaigns,
    private readonly leads: LeadService,
    private readonly previews: MailPreviews,
    private readonly tests: TestMails,
  ) {}

  async render(ownerId: string, campaignId: string, wish: RenderWish): Promise<RenderedCampaignMail> {
    const { mail } = await this.written(ownerId, campaignId, wish);
    const { subject, preheader, html, text, missing_fields } = mail;
    return { subject, preheader, html, text, missing_fields };
  }

  async testSend(ownerId: string, campaignId: string, wish: TestSendWish): Promise<TestMailOutcome[]> {
    return this.tests.send(ownerId, await this.written(ownerId, campaignId, wish), wish.to);
  }

  private async written(ownerId: string, campaignId: string, wish: RenderWish): Promise<TestedMail> {
    const { mail: plan } = await this.campaigns.get(ownerId, campaignId);
    const reader = await this.readerOf(ownerId, wish);
    return { plan, mail: await this.previews.preview(ownerId, plan, reader, wish.variant) };
  }

  /** Given fields come before those of the lead. */
  private async readerOf(ownerId: string, { lead_id: leadId, fields }: RenderWish): Promise<Reader> {
    if (leadId === undefined)
      return fields === undefined
        ? SAMPLE_READER
        : { email: SAMPLE_READER.email, fields: { ...fields, custom: fields } };
    const [lead] = await this.leads.audience(ownerId, { leadIds: [leadId] }, null, 1);
    if (!lead) throw new LeadNotFound();
    return {
      email: lead.email,
      fields: { ...lead.merge, ...fields, custom: { ...(lead.merge['custom'] as object), ...fields } },
    };
  }
}
