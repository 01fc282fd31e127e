import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { CampaignPlan } from '#domains/campaigns/plan/campaign-plan';
import type { ChannelResult } from '../execution.dto.js';
import type { ChannelGroup } from './channel-names.js';

export const CHANNELS = Symbol('the channels that campaigns are carried out on');

/** What carries a campaign out on one group of channels. Each step joins the running transaction, and tells how much it moved. */
export abstract class CampaignChannel {
  abstract readonly group: ChannelGroup;
  /** Plans what is to be done. What cannot be done is told in the result; nothing has been planned then. */
  abstract launch(campaign: Campaign, plan: CampaignPlan): Promise<ChannelResult>;
  /** Nothing more is done until it is resumed. */
  abstract pause(ownerId: string, campaignId: string): Promise<number>;
  abstract resume(ownerId: string, campaignId: string): Promise<number>;
  /** What was still to be done will not be. */
  abstract stop(ownerId: string, campaignId: string): Promise<number>;
  /** Whether something is still to be done. */
  abstract isBusy(ownerId: string, campaignId: string): Promise<boolean>;
}
