import { defineError } from '#kernel/errors';

export const PostNotFound = defineError('social/post-not-found', 'not-found', () => {
  return 'There is no such post.';
});
export const PostTooLong = defineError(
  'social/post-too-long',
  'invalid',
  (network: string, limit: number) =>
    `The post is longer than the ${limit} characters that ${network} takes.`,
);
export const PostOver = defineError('social/post-over', 'conflict', (status: string) => {
  return `A post that is ${status} can neither be scheduled nor published.`;
});
export const TimePast = defineError('social/time-past', 'invalid', () => {
  return 'A post can only be scheduled for a time to come.';
});
export const PostCampaignUnknown = defineError('social/campaign-unknown', 'invalid', () => {
  return 'The campaign of the post does not exist.';
});
export const NetworkNotConnected = defineError(
  'social/network-not-connected',
  'unavailable',
  (network: string) =>
    `${network} is not connected. Connect it first: POST /api/integrations/{service}/connect with buffer, hootsuite, later or sprout-social.`,
);
