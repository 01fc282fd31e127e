import { z } from 'zod';
import { dayAfter, daysBefore, type Period } from '#kernel/period';
import { REPORT_TYPES } from '#domains/analytics/analytics.answers.dto';
import { ProvenanceForm } from '../../provenance.form.js';
import { METRIC_TYPES } from './metrics/metric.js';

const LONGEST_DAYS = 366;
const DAY_MS = 86_400_000;

/** A day or an instant of this century. */
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'must be a date or a time as 2026-11-27T08:00:00Z')
  .refine((text) => /^20\d\d/.test(text), 'must be from 2000 to 2099');

/** A day alone counts whole, as start and as end. */
const PeriodInput = z
  .strictObject({ start: moment, end: moment })
  .transform(({ start, end }): Period => {
    const isDay = end.length === '2026-11-27'.length;
    return {
      from: new Date(start).toISOString(),
      to: new Date(isDay ? dayAfter(end, 1) : end).toISOString(),
    };
  })
  .refine(({ from, to }) => from < to, { message: 'must end after its start', path: ['end'] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_DAYS * DAY_MS, {
    message: `must be ${LONGEST_DAYS} days at most`,
    path: ['end'],
  });

const whichFigures = {
  /** All when left out. */
  metric_types: z.array(z.enum(METRIC_TYPES)).max(METRIC_TYPES.length).default([]),
  /** Back from now; `period` goes before it. */
  days: z.int().min(1).max(LONGEST_DAYS).default(30),
  period: PeriodInput.optional(),
};

/** The period asked for: the one named, or the last days. */
export function periodOf(asked: { days: number; period?: Period | undefined }, now: string): Period {
  return asked.period ?? daysBefore(now, asked.days);
}

const PeriodForm = z.object({ start: z.string(), end: z.string() });
export const asForm = ({ from, to }: Period) => ({ start: from, end: to });

const FigureForm = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(METRIC_TYPES),
  unit: z.enum(['count', 'percent', 'score', 'money']),
  value: z.number().nullable(),
  previous_value: z.number().nullable(),
  change_percent: z.number().nullable(),
});

const InsightForm = z.object({
  id: z.string(),
  type: z.enum(['trend', 'anomaly', 'relation', 'recommendation']),
  level: z.string(),
  title: z.string(),
  description: z.string(),
  impact: z.enum(['positive', 'negative', 'neutral']),
  impact_score: z.number().nullable(),
  confidence: z.number().nullable(),
  recommendations: z.array(z.string()),
  metric: z.string().nullable(),
  related_metric: z.string().nullable(),
  change_percent: z.number().nullable(),
  period_start: z.string().nullable(),
  period_end: z.string().nullable(),
  provenance: ProvenanceForm.nullable(),
  created_at: z.string(),
});

export const CollectInput = z.strictObject(whichFigures);
export const CollectOutput = z.object({
  metrics: z.array(FigureForm),
  period: PeriodForm,
  previous_period: PeriodForm,
  /** Types nothing was measured of. */
  unmeasured: z.array(z.enum(METRIC_TYPES)),
  collected_at: z.string(),
});

export const InsightsInput = z.strictObject(whichFigures);
export const InsightsOutput = z.object({
  insights: z.array(InsightForm),
  total_insights: z.number(),
  period: PeriodForm,
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const REPORT_DAYS = { daily: 1, weekly: 7, monthly: 30, quarterly: 90 } as const;
export const ReportInput = z
  .strictObject({ report_type: z.enum(REPORT_TYPES).default('weekly'), period: PeriodInput.optional() })
  .refine(({ report_type, period }) => (report_type === 'custom') === (period !== undefined), {
    message: 'goes with a custom report, and only with that',
    path: ['period'],
  });

const ReportHead = z.object({
  id: z.string(),
  title: z.string(),
  report_type: z.string(),
  period_start: z.string(),
  period_end: z.string(),
  created_at: z.string(),
});
export const ReportOutput = z.object({
  report: ReportHead.extend({
    metrics: z.array(FigureForm),
    insights: z.array(InsightForm),
    executive_summary: z.string().nullable(),
    recommendations: z.array(z.string()),
    provenance: ProvenanceForm.nullable(),
  }),
  ai: z.boolean(),
});

export const PredictInput = z.strictObject({
  metric: z.string().min(1).max(100),
  /** Ahead. */
  days: z.int().min(1).max(365).default(30),
  /** Back: the line is drawn through them. */
  history_days: z.int().min(7).max(LONGEST_DAYS).default(90),
});
export const PredictOutput = z.object({
  metric: z.string(),
  predictions: z.array(
    z.object({ date: z.string(), predicted_value: z.number(), lower: z.number(), upper: z.number() }),
  ),
  trend: z.object({ slope_per_day: z.number(), direction: z.enum(['rising', 'falling', 'steady']) }),
  data_points: z.number(),
  residual_sigma: z.number(),
  interval: z.literal('95 %'),
  key_factors: z.array(z.string()),
  recommendations: z.array(z.string()),
  estimated: z.literal(true),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

const AnomalyForm = z.object({
  metric: z.string(),
  label: z.string(),
  type: z.enum(METRIC_TYPES),
  date: z.string().nullable(),
  value: z.number(),
  expected_value: z.number(),
  change_percent: z.number().nullable(),
  confidence: z.number().nullable(),
  impact: z.enum(['positive', 'negative', 'neutral']),
  level: z.string(),
});
export const AnomaliesInput = z.strictObject({
  metric_types: whichFigures.metric_types,
  days: z.int().min(10).max(LONGEST_DAYS).default(30),
});
export const AnomaliesOutput = z.object({
  anomalies: z.array(AnomalyForm),
  checked_metrics: z.array(z.string()),
  /** Fewer than ten days of figures. */
  too_few_points: z.array(z.string()),
});

export const DashboardInput = z.strictObject({ days: whichFigures.days });
const figure = z.number().nullable();
export const DashboardOutput = z.object({
  kpi_summary: z.object({
    total_campaigns: figure,
    total_leads: figure,
    avg_conversion_rate: figure,
    total_content_pieces: figure,
    social_engagement_rate: figure,
    overall_roi: figure,
  }),
  recent_insights: z.array(InsightForm),
  recent_reports: z.array(ReportHead),
  metric_trends: z.array(
    z.object({
      metric: z.string(),
      label: z.string(),
      points: z.array(z.object({ day: z.string(), value: z.number() })),
      slope_per_day: figure,
    }),
  ),
  alerts: z.array(
    z.object({
      metric: z.string(),
      kind: z.enum(['trend', 'anomaly', 'relation']),
      level: z.string(),
      message: z.string(),
    }),
  ),
  period: PeriodForm,
  last_updated: z.string(),
});
