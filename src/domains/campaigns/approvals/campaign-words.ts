import type { Campaign } from '../campaign.answers.dto.js';

/** Knows what the mail of a campaign would say now, wherever its words stand. */
export abstract class CampaignWords {
  /** A digest of all of it; `none` where it sends no mail, or none that can be written. */
  abstract digest(campaign: Campaign): Promise<string>;
}
