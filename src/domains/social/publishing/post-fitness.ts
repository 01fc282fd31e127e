import type { FieldIssue } from '#kernel/errors';
import { mediumAt } from '#platform/channels/medium';
import { type Network, networkNamed } from '#platform/channels/networks';
import type { SocialCapabilities } from '#platform/channels/social/social-channel';
import { checkPost, type PostToCheck } from '../post-check.js';

/** A post as its network will be asked to take it. */
export interface PostToFit {
  readonly platform: string;
  readonly content: string;
  readonly hashtags?: readonly string[];
  readonly media_urls?: readonly string[];
  readonly thread?: readonly { readonly content: string; readonly media_urls?: readonly string[] }[];
}

/** Why the network would refuse a post, or what it would leave by cannot carry it; nothing for one that may go. */
export function unfitnessOf(
  { platform, thread = [], ...post }: PostToFit,
  outlet: Outlet | undefined,
): FieldIssue[] {
  const network = networkNamed(platform);
  const parts = thread.flatMap((part, at) =>
    issuesOf(part, network, outlet).map(({ path, message }) => ({ path: `thread.${at}.${path}`, message })),
  );
  return [...issuesOf(post, network, outlet), ...threadIssues(thread.length, network, outlet), ...parts];
}

interface Outlet {
  readonly name: string;
  readonly capabilities: SocialCapabilities;
}

function issuesOf(post: PostToCheck, network: Network, outlet: Outlet | undefined): FieldIssue[] {
  const issues = checkPost(post, network).errors.map((message) => ({
    path: /characters|no text/.test(message) ? 'content' : 'media_urls',
    message,
  }));
  return outlet
    ? [...issues, ...mediaIssues(post.media_urls ?? [], outlet.name, outlet.capabilities)]
    : issues;
}

function threadIssues(posts: number, { name, threads }: Network, outlet: Outlet | undefined): FieldIssue[] {
  if (posts === 0) return [];
  if (!threads) return [{ path: 'thread', message: `${name} has no threads.` }];
  return outlet?.capabilities.threads === 'no'
    ? [{ path: 'thread', message: `${outlet.name} takes no threads from us.` }]
    : [];
}

function mediaIssues(
  urls: readonly string[],
  name: string,
  { images, videos, needsMedia }: SocialCapabilities,
) {
  const media = urls.map(mediumAt);
  const count = { image: 0, video: 0 };
  // What an address does not tell is a picture for all who do not take it as it is.
  for (const { kind } of media) count[kind ?? 'image'] += 1;
  const says = (message: string): FieldIssue => ({ path: 'media_urls', message });
  return [
    ...(count.image > images
      ? [says(`${name} takes ${images} pictures with a post from us; there are ${count.image}.`)]
      : []),
    ...(count.video > videos
      ? [says(`${name} takes ${videos} videos with a post from us; there are ${count.video}.`)]
      : []),
    ...(needsMedia && media.length === 0 ? [says(`${name} needs a picture or video with every post.`)] : []),
    ...(count.video > 0 && count.image > 0 && name !== 'Instagram'
      ? [says(`${name} takes pictures or a video with a post, not both.`)]
      : []),
  ];
}
