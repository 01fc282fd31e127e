import { Injectable } from '@nestjs/common';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { CampaignPlan } from '#domains/campaigns/plan/campaign-plan';
import { type PieceOfCampaign, PlannedContent } from '#domains/content/planned/planned-content.service';
import type { ChannelResult, PlannedContentResult } from '../execution.dto.js';
import { type CalendarItem, calendarOf, isWritten } from './calendar.js';
import { CampaignChannel, type Foreseen } from './campaign-channel.js';

const LONGEST_TEXT = 100_000;

/** The content channel of a campaign: the texts of its calendar go into the library, and appear when their time comes. */
@Injectable()
export class ContentChannel extends CampaignChannel {
  readonly group = 'content';

  constructor(private readonly planned: PlannedContent) {
    super();
  }

  /** A text without a time to come is published at once. */
  async launch(campaign: Campaign, { content }: CampaignPlan): Promise<ChannelResult> {
    const items = calendarOf(content).filter(isWritten);
    const fit = items.filter(isFit);
    if (fit.length === 0)
      return {
        success: false,
        message: 'The campaign has no texts with a title and content in content.calendar',
      };
    const pieces = await this.planned.plan(
      campaign.created_by,
      fit.map((item) => pieceOf(campaign.id, item)),
    );
    const kept = pieces.map(({ id, title, scheduled_for }): PlannedContentResult => ({
      content_id: id,
      title,
      scheduled_date: scheduled_for,
      method: scheduled_for === null ? 'immediate' : 'scheduler',
    }));
    const left = items.filter((item) => !fit.includes(item)).map(({ number }) => number);
    const leftOut = left.length > 0 ? `; without a title or content: items ${left.join(', ')}` : '';
    return {
      success: true,
      message: `${kept.length} content pieces scheduled${leftOut}`,
      content: kept,
      scheduled_count: kept.length,
    };
  }

  foresee(_: Campaign, { content }: CampaignPlan, at: Date): Promise<Foreseen[]> {
    const fit = calendarOf(content).filter((item) => isWritten(item) && isFit(item));
    return Promise.resolve(
      fit.map(({ title, publishAt }) => {
        const isToCome = publishAt !== null && publishAt > at;
        return { at: isToCome ? publishAt : at, kind: 'text', channel: 'content', title };
      }),
    );
  }

  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.planned.pause(ownerId, campaignId);
  }

  resume(ownerId: string, campaignId: string): Promise<number> {
    return this.planned.resume(ownerId, campaignId);
  }

  stop(ownerId: string, campaignId: string): Promise<number> {
    return this.planned.cancel(ownerId, campaignId);
  }

  async isBusy(ownerId: string, campaignId: string): Promise<boolean> {
    return (await this.planned.waiting(ownerId, campaignId)) > 0;
  }
}

function isFit({ title, text }: CalendarItem): boolean {
  return title !== '' && text !== '' && text.length <= LONGEST_TEXT;
}

function pieceOf(campaignId: string, { title, text, publishAt }: CalendarItem): PieceOfCampaign {
  return { content_type: 'blog_post', title, content: text, campaign_id: campaignId, publishAt };
}
