/** What the posts on one network have reached together. */
export interface PlatformSums {
  readonly platform: string;
  readonly posts: number;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
  readonly clicks: number;
  readonly impressions: number;
  readonly reach: number;
}

/** What somebody's posts tell about how they post. */
export interface PostingHabits {
  /** How many networks. */
  readonly platforms: number;
  readonly lastPostAt: Date | null;
}

/** How one network does. Rates in per cent with two decimals, averages with one. */
export interface PlatformAnalytics {
  readonly posts_count: number;
  readonly total_likes: number;
  readonly total_comments: number;
  readonly total_shares: number;
  readonly total_clicks: number;
  readonly total_impressions: number;
  readonly total_reach: number;
  /** Likes, comments and shares. */
  readonly total_engagement: number;
  /** Engagement in per cent of impressions; 0 where none were counted. */
  readonly engagement_rate: number;
  readonly average_likes: number;
  readonly average_comments: number;
  readonly average_shares: number;
  readonly average_engagement: number;
}

export function analyticsOf(sums: PlatformSums): PlatformAnalytics {
  const { posts, likes, comments, shares, clicks, impressions, reach } = sums;
  const engagement = likes + comments + shares;
  const average = (total: number): number => (posts === 0 ? 0 : rounded(total / posts, 1));
  return {
    posts_count: posts,
    total_likes: likes,
    total_comments: comments,
    total_shares: shares,
    total_clicks: clicks,
    total_impressions: impressions,
    total_reach: reach,
    total_engagement: engagement,
    engagement_rate: impressions === 0 ? 0 : rounded((engagement / impressions) * 100, 2),
    average_likes: average(likes),
    average_comments: average(comments),
    average_shares: average(shares),
    average_engagement: average(engagement),
  };
}

/** The networks taken together; the rate is that of all impressions, not an average of rates. */
export function totalsOf(all: readonly PlatformSums[]) {
  const sum = (metric: Exclude<keyof PlatformSums, 'platform'>): number =>
    all.reduce((total, sums) => total + sums[metric], 0);
  const { posts_count, total_engagement, total_impressions, engagement_rate } = analyticsOf({
    platform: 'all',
    posts: sum('posts'),
    likes: sum('likes'),
    comments: sum('comments'),
    shares: sum('shares'),
    clicks: sum('clicks'),
    impressions: sum('impressions'),
    reach: sum('reach'),
  });
  return { total_posts: posts_count, total_engagement, total_impressions, engagement_rate };
}

function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
