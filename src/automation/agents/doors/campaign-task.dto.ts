/** Other words for a campaign, as they were proposed. */
export class ProposedWords {
  optimized_subject!: string;
  optimized_content!: string;
  a_b_test_variants!: string[];
  /** Estimates, whoever made them. */
  performance_predictions!: { open_rate_estimate: string; click_rate_estimate: string };
  recommendations!: string[];
}

/** A proposal that is kept beside what a campaign says; what is sent stays as it is. */
export class CampaignProposal {
  campaign_id!: string;
  optimizations!: ProposedWords;
  /** @example 'optimized' */
  status!: string;
  /** False when rules answered, because no provider is configured. */
  ai!: boolean;
  /** @example true */
  estimated!: boolean;
  timestamp!: string;
}

/** Whether it gets better, comparing the later half of the days with the earlier. */
export class PerformanceTrend {
  /** @example 'improving' */
  direction!: string;
  change_percentage!: number;
}

/** How a campaign does against what is usual. */
export class CampaignAnalysis {
  campaign_id!: string;
  campaign_name!: string;
  /** 0 to 100; 0 while nothing was measured. @example 62 */
  performance_score!: number;
  key_metrics!: Record<string, unknown>;
  ai_recommendations!: string[];
  trend_analysis!: PerformanceTrend;
  /** @example 'last_30_days' */
  analysis_period!: string;
}

/** How a campaign does, and what to do about it. */
export class CampaignInsights {
  campaign_id!: string;
  analyses!: CampaignAnalysis[];
  /** @example ['Test other subject lines.'] */
  recommendations!: string[];
  timestamp!: string;
}
