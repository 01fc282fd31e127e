import { findNetwork } from '#platform/channels/networks';

/** The three columns of a launch's outcome. */
export type ChannelGroup = 'email' | 'social' | 'content';

/** Networks that posts are planned for; others have to be served by a person. */
const POSTED_TO = ['facebook', 'twitter', 'linkedin', 'instagram'];
const GROUPS = new Map<string, ChannelGroup>([
  ['email', 'email'],
  ['social', 'social'],
  ['social_media', 'social'],
  ['content', 'content'],
  ['blog', 'content'],
]);

/** Which group a channel belongs to; none for those that are not automated at all. */
export function groupOf(channel: string): ChannelGroup | undefined {
  return GROUPS.get(channel) ?? (networkOf(channel) === undefined ? undefined : 'social');
}

/** The network that a channel names by any of its names, if posts are planned for it. */
export function networkOf(channel: string): string | undefined {
  const id = findNetwork(channel)?.id;
  return id !== undefined && POSTED_TO.includes(id) ? id : undefined;
}
