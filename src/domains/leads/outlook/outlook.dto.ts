export type EngagementLevel = 'high' | 'medium' | 'low' | 'none';

/** How many of your leads that came as far as this one became customers. */
export class StageFigures {
  /** Leads that came as far, or further. */
  reached!: number;
  /** Those of them that became customers. */
  customers!: number;
}

/** How likely a lead is to become a customer, how lively it is, and by what that is judged. */
export class LeadOutlook {
  /**
   * From 0 to 1: the share of your leads that came as far and became customers, with twenty leads put in of which one did; its odds
   * double for each 20 points by which the score lies above the average. 1 for customers, 0 for who is lost or disqualified.
   */
  conversion_probability!: number;
  /** `high` from 8 points, `medium` from 3, `low` with any, else `none`. */
  engagement_level!: EngagementLevel;
  /**
   * What the lead did in the last 90 days, each counted half as much for every 30 days since: a submission, a call, a meeting or a
   * message of its own 5, a click 3, an opened mail 1; of each kind the newest 50.
   */
  engagement_points!: number;
  stage!: StageFigures;
  /** Of all your leads. */
  average_score!: number;
}
