/** The three columns of a launch's outcome. */
export type ChannelGroup = 'email' | 'social' | 'content';

const GROUPS: Record<string, ChannelGroup> = {
  email: 'email',
  social: 'social',
  facebook: 'social',
  twitter: 'social',
  linkedin: 'social',
  instagram: 'social',
  content: 'content',
  blog: 'content',
};

/** Which group a channel belongs to; none for those that are not automated at all. */
export function groupOf(channel: string): ChannelGroup | undefined {
  return GROUPS[channel];
}
