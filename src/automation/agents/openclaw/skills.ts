import { createHash } from 'node:crypto';

const DEFAULT = 'marketing-campaign-optimizer';

/** The skill of the gateway that stands in for an agent of ours, by the names older clients know. */
export const SKILLS: Readonly<Record<string, string>> = {
  campaign_agent: DEFAULT,
  content_agent: 'marketing-content-generator',
  lead_generation_agent: 'marketing-lead-scorer',
  social_media_agent: 'marketing-social-scheduler',
  keyword_research_agent: 'marketing-seo-analyzer',
  email_automation_agent: 'marketing-email-automator',
  analytics_agent: 'marketing-analytics-reporter',
};

/** By the id of an agent; what is none of ours gets the first. */
export function skillOf(agent: string | undefined): string {
  const named = Object.entries(SKILLS).find(([name]) => name === agent || name === `${agent}_agent`);
  return named?.[1] ?? DEFAULT;
}

/** Whether a user is among so many of a hundred: decided by the SHA-256 of the id, so always the same. */
export function isAmong(userId: string, percentage: number): boolean {
  const hash = createHash('sha256').update(userId.toLowerCase()).digest();
  return Number(hash.readBigUInt64BE(0) % 100n) < percentage;
}
