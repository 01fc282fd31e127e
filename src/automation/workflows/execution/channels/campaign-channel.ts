import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { CampaignPlan } from '#domains/campaigns/plan/campaign-plan';
import type { ChannelResult } from '../execution.dto.js';
import type { ChannelGroup } from './channel-names.js';

export const CHANNELS = Symbol('the channels that campaigns are carried out on');

/** A post or a text that would be published. */
export interface Foreseen {
  readonly at: Date;
  readonly kind: 'post' | 'text';
  /** The network of a post; `content` for a text. */
  readonly channel: string;
  readonly title: string;
}

/** What carries a campaign out on one group of channels. Each step joins the running transaction, and tells how much it moved. */
export abstract class CampaignChannel {
  abstract readonly group: ChannelGroup;
  /** Plans what is to be done. What cannot be done is told in the result; nothing has been planned then. */
  abstract launch(campaign: Campaign, plan: CampaignPlan): Promise<ChannelResult>;
  /** What of its calendar a launch at that moment would publish, and when. Nothing is planned. */
  abstract foresee(campaign: Campaign, plan: CampaignPlan, at: Date): Promise<Foreseen[]>;
  /** Nothing more is done until it is resumed. */
  abstract pause(ownerId: string, campaignId: string): Promise<number>;
  abstract resume(ownerId: string, campaignId: string): Promise<number>;
  /** What was still to be done will not be. */
  abstract stop(ownerId: string, campaignId: string): Promise<number>;
  /** Whether something is still to be done. */
  abstract isBusy(ownerId: string, campaignId: string): Promise<boolean>;
}
