/** How one network does. Rates in per cent, averages for each post. */
export class NetworkAnalytics {
  /** @example 'linkedin' */
  platform!: string;
  posts_count!: number;
  total_likes!: number;
  total_comments!: number;
  total_shares!: number;
  total_clicks!: number;
  total_impressions!: number;
  total_reach!: number;
  /** Likes, comments and shares. */
  total_engagement!: number;
  /** Engagement in per cent of impressions; 0 where none were counted. */
  engagement_rate!: number;
  average_likes!: number;
  average_comments!: number;
  average_shares!: number;
  average_engagement!: number;
}

/** The networks taken together. */
export class AnalyticsSummary {
  total_posts!: number;
  platforms!: number;
  total_engagement!: number;
  total_impressions!: number;
  engagement_rate!: number;
}

export class AnalyticsPeriod {
  days!: number;
  since!: string;
  until!: string;
}

/** What published posts have reached, as their networks last told. */
export class PostAnalytics {
  analytics!: NetworkAnalytics[];
  summary!: AnalyticsSummary;
  period!: AnalyticsPeriod;
}
