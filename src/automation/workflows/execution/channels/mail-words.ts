import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { CampaignWords } from '#domains/campaigns/approvals/campaign-words';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { type MailingDraft, MailingDrafts } from '#domains/email/experiments/mailing-drafts.service';
import type { ComposedMail } from '#domains/email/writing/mail-composer';
import { mailingPlanOf } from './mailing-plan.js';

const NOTHING = 'none';

/** Templates, their blocks and variants are the mail room's. */
@Injectable()
export class MailWordsOfCampaign extends CampaignWords {
  constructor(private readonly drafts: MailingDrafts) {
    super();
  }

  async digest(campaign: Campaign): Promise<string> {
    // Runs of a series have names of their own.
    const plan = { ...mailingPlanOf(campaign), name: 'campaign' };
    if (plan.html === undefined && plan.templateId === undefined) return NOTHING;
    try {
      return digestOf(await this.drafts.of(campaign.created_by, plan));
    } catch (error) {
      if (error instanceof AppError && (error.kind === 'invalid' || error.kind === 'not-found'))
        return NOTHING;
      throw error;
    }
  }
}

function digestOf({ words, experiment }: MailingDraft): string {
  const variants = experiment?.variants.map((one) => [one.label, one.from_name, saidIn(one.words)]);
  return createHash('sha256')
    .update(JSON.stringify([saidIn(words), variants ?? null]))
    .digest('hex');
}

/** A template that is published again and says the same is the same. */
function saidIn({ subject, html, text, translations, attachments }: ComposedMail) {
  const others = Object.entries(translations).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    subject,
    html,
    text,
    attachments,
    others.map(([tag, said]) => [tag, said.subject, said.html, said.text]),
  ];
}
