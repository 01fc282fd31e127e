import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { type CampaignPlan, planOf } from '#domains/campaigns/plan/campaign-plan';
import type { MailingPlan } from '#domains/email/experiments/mailing-drafts.service';

/** What a campaign says about its mail, in `content.email`. */
interface MailContent {
  subject_line?: unknown;
  body?: unknown;
  text?: unknown;
  template_id?: unknown;
  template_version?: unknown;
  preheader?: unknown;
  from_name?: unknown;
  from_email?: unknown;
  reply_to?: unknown;
}

/** The mail that a campaign sends: as it was launched, or as it would be launched now. */
export function mailingPlanOf(campaign: Campaign, plan: CampaignPlan = planOf(campaign)): MailingPlan {
  const content = (plan.content['email'] ?? {}) as MailContent;
  return {
    campaignId: campaign.id,
    name: campaign.name,
    subject: text(content.subject_line),
    html: text(content.template_id) === undefined ? text(content.body) : undefined,
    text: text(content.text),
    templateId: text(content.template_id),
    templateVersion: typeof content.template_version === 'number' ? content.template_version : undefined,
    preheader: text(content.preheader),
    fromName: text(content.from_name),
    fromEmail: text(content.from_email),
    replyTo: text(content.reply_to),
    settings: plan.settings,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
