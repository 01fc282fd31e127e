/** Where a campaign stands. */
export const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'active',
  'paused',
  'completed',
  'cancelled',
  'archived',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

const NEXT: Record<CampaignStatus, readonly CampaignStatus[]> = {
  draft: ['scheduled', 'active', 'archived'],
  scheduled: ['active', 'paused', 'completed', 'cancelled', 'archived'],
  active: ['paused', 'completed', 'cancelled', 'archived'],
  paused: ['active', 'scheduled', 'completed', 'cancelled', 'archived'],
  completed: ['archived'],
  cancelled: ['archived'],
  archived: [],
};

/** Whether a campaign may go from one status to the other. */
export function mayBecome(from: CampaignStatus, to: CampaignStatus): boolean {
  return NEXT[from].includes(to);
}

/** What a launch needs to know of a campaign. */
export interface LaunchCandidate {
  name: string;
  channels: readonly string[];
  end_date: string | null;
  budget_allocated: number | null;
}

/** Why the campaign cannot be launched: field and sentence per problem, none when it can. */
export function launchProblems(campaign: LaunchCandidate, now: Date): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  if (campaign.name.trim() === '') problems.push({ path: 'name', message: 'Campaign name is required' });
  if (campaign.channels.length === 0)
    problems.push({ path: 'channels', message: 'At least one channel must be selected' });
  if (campaign.end_date !== null && new Date(campaign.end_date) < now)
    problems.push({ path: 'end_date', message: 'Campaign end date is in the past' });
  if (campaign.budget_allocated !== null && campaign.budget_allocated <= 0)
    problems.push({ path: 'budget_allocated', message: 'Campaign budget must be greater than 0' });
  return problems;
}
