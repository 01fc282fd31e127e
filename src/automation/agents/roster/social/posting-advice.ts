import type { PostingHabits } from '#domains/social/post-analytics';
import type { Network, NetworkId } from '#platform/channels/networks';

const DAY_MS = 86_400_000;
const QUIET_DAYS = 7;
const FEWEST_PROVIDERS = 2;
const FEWEST_PLATFORMS = 3;

const USUAL_TIMES = ['12:00', '18:00'];
/** When people look, by their own clocks. */
const BEST_TIMES: Partial<Record<NetworkId, readonly string[]>> = {
  tiktok: ['18:00', '19:00', '20:00'],
  pinterest: ['20:00', '21:00', '22:00'],
  threads: ['12:00', '15:00', '17:00'],
  snapchat: ['19:00', '20:00', '21:00'],
};
const FREQUENCIES: Record<NetworkId, string> = {
  tiktok: '1-3 a day',
  pinterest: '3-5 pins a day',
  threads: '2-4 a day',
  snapchat: '1-2 stories a day',
  instagram: '1 a day',
  facebook: '1 a day',
  twitter: '3-5 a day',
  linkedin: '1 a day',
  youtube: '1-2 a week',
};

export interface Recommendation {
  readonly type: 'posting_frequency' | 'ai_diversity' | 'platform_expansion';
  readonly priority: 'medium' | 'low';
  readonly message: string;
}

/** What to do differently, from how somebody posts and how many AI providers could write for them. */
export function recommendationsFor(
  { platforms, lastPostAt }: PostingHabits,
  providers: number,
  now: Date,
): Recommendation[] {
  const isQuiet = lastPostAt === null || now.getTime() - lastPostAt.getTime() > QUIET_DAYS * DAY_MS;
  const all: (Recommendation | false)[] = [
    isQuiet && {
      type: 'posting_frequency',
      priority: 'medium',
      message: `There was no post in the last ${QUIET_DAYS} days: write one, or schedule several at once.`,
    },
    providers < FEWEST_PROVIDERS && {
      type: 'ai_diversity',
      priority: 'low',
      message: 'Store keys of two AI providers: one can take over when the other does not answer.',
    },
    platforms < FEWEST_PLATFORMS && {
      type: 'platform_expansion',
      priority: 'medium',
      message: `You post to ${platforms} of the networks; with ${FEWEST_PLATFORMS} you reach people who are not on the others.`,
    },
  ];
  return all.filter((one) => one !== false);
}

/** What works on a network; times and frequencies are rules of thumb and not measured. */
export function habitsOf({ id, hashtags, guidance, media }: Network) {
  return {
    best_times: [...(BEST_TIMES[id] ?? USUAL_TIMES)],
    frequency: FREQUENCIES[id],
    hashtags: { ...hashtags },
    needs_media: [...media.needs],
    guidance,
    estimated: true as const,
  };
}
