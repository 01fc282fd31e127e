import { defineError } from '#kernel/errors';

export const CampaignNotFound = defineError('campaigns/not-found', 'not-found', (id: string) => {
  return `Campaign ${id} not found or access denied`;
});
export const CampaignNameTaken = defineError('campaigns/name-taken', 'conflict', (name: string) => {
  return `You already have a campaign named "${name}".`;
});
export const IllegalTransition = defineError(
  'campaigns/illegal-transition',
  'conflict',
  (from: string, wanted: string) => `A campaign that is ${from} cannot be ${wanted}.`,
);
export const CampaignNotLaunchable = defineError(
  'campaigns/not-launchable',
  'invalid',
  (problems: readonly string[]) => `Campaign validation failed: [${problems.join(', ')}]`,
);
export const NoChannelAccepted = defineError(
  'campaigns/no-channel-accepted',
  'invalid',
  (reasons: readonly string[]) => `Campaign launch failed: ${reasons.join('; ')}`,
);
export const DatesReversed = defineError('campaigns/dates-reversed', 'invalid', () => {
  return 'The start date is after the end date.';
});
export const CampaignRunning = defineError('campaigns/running', 'conflict', () => {
  return 'What a campaign says, to whom and when is fixed from its launch on: take it back to its draft, or stop it, and change a copy.';
});
export const CampaignArchived = defineError('campaigns/archived', 'conflict', () => {
  return 'An archived campaign stays as it is: change a copy.';
});
export const CampaignEnded = defineError('campaigns/ended', 'conflict', () => {
  return 'The end date of the campaign has passed: move end_date, or stop it.';
});
export const ScheduleInvalid = defineError('campaigns/schedule-invalid', 'invalid', (reason: string) => {
  return `The schedule cannot be followed: ${reason}.`;
});
export const AudienceUnknown = defineError('campaigns/audience-unknown', 'invalid', (reason: string) => {
  return `The audience cannot be found: ${reason}.`;
});
export const BulkRefused = defineError('campaigns/bulk-refused', 'invalid', (refused: number) => {
  return `None of the campaigns was made: ${refused} of them cannot be.`;
});
export const ApproverIsRequester = defineError('campaigns/approver-is-requester', 'conflict', () => {
  return 'Whoever asked for approval cannot give it: one of the approvers of your policy must.';
});
export const ApproversUnfit = defineError('campaigns/approvers-unfit', 'invalid', () => {
  return 'With four_eyes there must be approvers, and you cannot be one of them.';
});
export const ApprovalNotFound = defineError('campaigns/approval-not-found', 'not-found', () => {
  return 'There is no such request that waits for you.';
});
export const ApprovalRequired = defineError('campaigns/approval-required', 'conflict', (state: string) => {
  return `The campaign may only be launched once it is approved as it stands; its approval is: ${state}.`;
});
export const ApprovalNotOpen = defineError('campaigns/approval-not-open', 'conflict', (state: string) => {
  return `Nothing of the campaign waits for approval; its approval is: ${state}.`;
});
export const ApprovalNotNeeded = defineError('campaigns/approval-not-needed', 'conflict', (why: string) => {
  return `The campaign cannot be put up for approval: it is ${why}.`;
});
export const SpendNotFound = defineError('campaigns/spend-not-found', 'not-found', () => {
  return 'There is no such spend.';
});
export const OverBudget = defineError('campaigns/over-budget', 'conflict', () => {
  return 'The campaign has spent its budget: raise budget_allocated. Before its launch, settings.pause_over_budget set to false does as well.';
});
export const NothingToStart = defineError('campaigns/nothing-to-start', 'invalid', () => {
  return 'The schedule of the campaign has no time to come.';
});
