/** Where a campaign stands. */
export const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'active',
  'paused',
  'completed',
  'failed',
  'cancelled',
  'archived',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** A campaign that never began, or failed to, may be taken back to its draft; what is over is only put away. */
const NEXT: Record<CampaignStatus, readonly CampaignStatus[]> = {
  draft: ['scheduled', 'active', 'archived'],
  scheduled: ['draft', 'active', 'paused', 'completed', 'failed', 'cancelled', 'archived'],
  active: ['paused', 'completed', 'failed', 'cancelled', 'archived'],
  paused: ['active', 'scheduled', 'completed', 'failed', 'cancelled', 'archived'],
  completed: ['archived'],
  failed: ['draft', 'scheduled', 'active', 'cancelled', 'archived'],
  cancelled: ['archived'],
  archived: [],
};

/** Whether a campaign may go from one status to the other. */
export function mayBecome(from: CampaignStatus, to: CampaignStatus): boolean {
  return NEXT[from].includes(to);
}

/** Whether what is planned stays as it was launched, or as it was when the campaign was over. */
export function isFrozen(status: CampaignStatus): boolean {
  return status !== 'draft' && status !== 'failed';
}

/** Whether the end date of a campaign has passed; nothing of it starts or goes on then. */
export function hasEnded({ end_date: end }: { readonly end_date: string | null }, now: Date): boolean {
  return end !== null && new Date(end) < now;
}

/** The campaign that comes again which this one is a run of; undefined where it is none. */
export function seriesOf(campaign: {
  readonly run_at: string | null;
  readonly parent_campaign_id: string | null;
}): string | undefined {
  return campaign.run_at === null ? undefined : (campaign.parent_campaign_id ?? undefined);
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
  if (hasEnded(campaign, now))
    problems.push({ path: 'end_date', message: 'Campaign end date is in the past' });
  if (campaign.budget_allocated !== null && campaign.budget_allocated <= 0)
    problems.push({ path: 'budget_allocated', message: 'Campaign budget must be greater than 0' });
  return problems;
}
