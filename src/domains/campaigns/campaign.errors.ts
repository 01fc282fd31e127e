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
  return 'The campaign is running: pause or stop it before its content, settings, audience or channels are changed.';
});
