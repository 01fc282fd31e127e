/** What a campaign is, as the database names it. */
const CAMPAIGN_TYPES = [
  'email',
  'social',
  'content',
  'paid_ads',
  'partnership',
  'lead_generation',
  'brand_awareness',
  'product_launch',
  'other',
  'multi_channel',
] as const;
export type CampaignType = (typeof CAMPAIGN_TYPES)[number];

/** What clients call them. */
const SPELLINGS: Record<string, CampaignType> = {
  social_media: 'social',
  seo: 'content',
  digital: 'multi_channel',
  mixed: 'multi_channel',
  marketing: 'multi_channel',
};

/** Every spelling a request may use. */
export const ACCEPTED_TYPES: readonly string[] = [...CAMPAIGN_TYPES, ...Object.keys(SPELLINGS)];

/** The database's name for a client's spelling. */
export function campaignType(spelling: string): CampaignType {
  return SPELLINGS[spelling] ?? (spelling as CampaignType);
}
