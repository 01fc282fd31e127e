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
    `${network} is not connected. Connect it first: POST /api/social-auth/authorize, or POST /api/integrations/{service}/connect with buffer, hootsuite or sprout-social.`,
);
export const PostUnfit = defineError('social/post-unfit', 'invalid', (reason: string) => reason);
export const ManyUnfit = defineError('social/many-unfit', 'invalid', (unfit: number, all: number) => {
  return `${unfit} of ${all} posts cannot be kept as they are; none was.`;
});
export const PostFateUnknown = defineError('social/post-fate-unknown', 'conflict', () => {
  return 'The post may have been published: look on its network, and say even_if_unknown to publish it all the same.';
});
export const PostPartlyOut = defineError('social/post-partly-out', 'conflict', () => {
  return 'The first of the thread is out: what it says can not be changed any more, only the rest be published.';
});
export const PostOnItsWay = defineError('social/post-on-its-way', 'conflict', () => {
  return 'The post is on its way out and can neither be changed nor taken back.';
});
export const NothingToSchedule = defineError('social/nothing-to-schedule', 'invalid', () => {
  return 'Name one of your posts by post_id, or give a new one by platform and content.';
});
export const NetworkCapReached = defineError(
  'social/network-cap-reached',
  'too-many',
  (network: string, posts: number, minutes: number) => {
    const window = minutes >= 60 ? `${minutes / 60} hours` : `${minutes} minutes`;
    return `${network} takes ${posts} posts in ${window} from an account, and has had them from this one.`;
  },
);
export const AccountNotFound = defineError('social/account-not-found', 'not-found', () => {
  return 'You have no such account that could be posted to.';
});
export const NoFreeSlot = defineError('social/no-free-slot', 'conflict', () => {
  return 'The queue of the account has no free slot: give it some, PUT /api/social/accounts/{accountId}/queue.';
});
export const ZoneUnknown = defineError('social/zone-unknown', 'invalid', () => {
  return 'There is no such time zone.';
});
/** Another process has the post; it never leaves this room. */
export const LeaseLost = defineError('social/lease-lost', 'conflict', () => {
  return 'The post was taken up by somebody else.';
});
