import type { Provenance } from '#platform/ai/provenance.dto';

export const INSIGHT_LEVELS = ['critical', 'high', 'medium', 'low'] as const;
export type InsightLevel = (typeof INSIGHT_LEVELS)[number];

export const REPORT_TYPES = ['daily', 'weekly', 'monthly', 'quarterly', 'custom'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];

/** Something the figures of a period say. */
export class Insight {
  /** @example 'insight_01a20a7b-f54b-75a5-ae77-86a3de4c5ecf' */
  id!: string;
  /**
   * `trend`: a metric has changed against the period before; `anomaly`: its last day is unusual; `relation`: two metrics rise and
   * fall on the same days, or against each other. @example 'trend'
   */
  type!: 'trend' | 'anomaly' | 'relation' | 'recommendation';
  /** How much it matters, by the size of the change and whether it is for the worse. @example 'high' */
  level!: string;
  /** @example 'New leads fell by 40 %' */
  title!: string;
  description!: string;
  /** Whether it is for the better or the worse; `neutral` where that depends. @example 'negative' */
  impact!: 'positive' | 'negative' | 'neutral';
  /** The size of the change, 0 to 1, or how closely two metrics go together; null in rows of a former version. @example 0.4 */
  impact_score!: number | null;
  /** How surely it is no chance, 0 to 1; null where that cannot be told. @example 0.97 */
  confidence!: number | null;
  /** @example ['Look at which source brings fewer leads.'] */
  recommendations!: string[];
  /** The metric it is about; null in rows of a former version. @example 'total_leads' */
  metric!: string | null;
  /** The other metric of a relation; null for everything else. @example 'emails_sent' */
  related_metric!: string | null;
  /** Against the period before, in per cent; against the nine days before for an anomaly. @example -40 */
  change_percent!: number | null;
  /** The period looked at: within it. */
  period_start!: string | null;
  /** The first instant after it. */
  period_end!: string | null;
  /** Who worded it; null in rows of a former version. */
  provenance!: Provenance | null;
  created_at!: string;
}

/** What was measured in a period, and in the one of the same length before it. */
export class MetricFigure {
  /** @example 'total_leads' */
  name!: string;
  /** @example 'New leads' */
  label!: string;
  /** @example 'lead_generation' */
  type!: string;
  /** `percent` is 0 to 100; `money` is in the currency of the campaigns. @example 'count' */
  unit!: 'count' | 'percent' | 'score' | 'money';
  /** Null when nothing was measured. @example 120 */
  value!: number | null;
  /** @example 200 */
  previous_value!: number | null;
  /** In per cent of the period before; null when one of both is not known, or that was 0. @example -40 */
  change_percent!: number | null;
}

/** A report, without what it says. */
export class ReportSummary {
  /** @example 'report_weekly_1795132800000_86a3de4c5ecf' */
  id!: string;
  /** @example 'Weekly report, 2026-11-20 to 2026-11-27' */
  title!: string;
  /** @example 'weekly' */
  report_type!: string;
  /** The period: within it. */
  period_start!: string;
  /** The first instant after it. */
  period_end!: string;
  created_at!: string;
}

/** A report, as it was when it was made. */
export class Report extends ReportSummary {
  metrics!: MetricFigure[];
  insights!: Insight[];
  /** Two or three paragraphs; null in rows of a former version that have none. */
  executive_summary!: string | null;
  recommendations!: string[];
  /** Who wrote it; null in rows of a former version. */
  provenance!: Provenance | null;
}
