import { z } from 'zod';
import { ProvenanceForm } from '../../provenance.form.js';
import { Optimised } from '../content/copy.forms.js';

export const PERIODS = { last_7_days: 7, last_30_days: 30, last_90_days: 90 } as const;

const campaignIds = z.array(z.uuid()).min(1).max(50);
const line = z.string().min(1).max(500);

export const OptimiseInput = z.strictObject({ campaign_id: z.uuid() });
export const OptimiseOutput = z.object({
  campaign_id: z.string(),
  optimizations: Optimised,
  status: z.literal('optimized'),
  ai: z.boolean(),
  /** The rates are estimates, whoever made them. */
  estimated: z.literal(true),
  provenance: ProvenanceForm,
  timestamp: z.string(),
});

export const AnalyseInput = z.strictObject({
  campaign_ids: campaignIds,
  time_period: z.enum(Object.keys(PERIODS) as [keyof typeof PERIODS]).default('last_30_days'),
});
const Trend = z.object({ direction: z.string(), change_percentage: z.number() });
export const AnalyseOutput = z.object({
  analyses: z.array(
    z.object({
      campaign_id: z.string(),
      campaign_name: z.string(),
      performance_score: z.number(),
      key_metrics: z.object({
        overall_score: z.number(),
        total_data_points: z.number(),
        average_performance: z.number(),
        performance_trend: z.string(),
        by_type: z.record(
          z.string(),
          z.object({ average: z.number(), score: z.number().nullable(), points: z.number() }),
        ),
      }),
      ai_recommendations: z.array(z.string()),
      trend_analysis: Trend,
      analysis_period: z.string(),
    }),
  ),
  total_campaigns: z.number(),
  successful_analyses: z.number(),
  timestamp: z.string(),
  status: z.literal('completed'),
});

export const VariantsInput = z.strictObject({
  campaign_id: z.uuid(),
  test_element: z.string().min(1).max(100),
  count: z.int().min(1).max(5).default(3),
});
export const Variants = z.object({
  variants: z
    .array(z.object({ text: z.string().min(1).max(5_000), tries: z.string().max(200) }))
    .min(1)
    .max(5),
  predicted_winner: z.string().max(5_000),
  reason: z.string().max(1_000),
});
export const VariantsOutput = z.object({
  ab_test: z.object({
    campaign_id: z.string(),
    test_element: z.string(),
    variants: z.array(z.object({ id: z.string(), name: z.string(), text: z.string(), tries: z.string() })),
    original_content: z.string(),
    ai_predictions: z.object({ predicted_winner: z.string(), reason: z.string() }),
    created_at: z.string(),
    status: z.literal('ready'),
  }),
  variants_count: z.number(),
  predicted_winner: z.string(),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const ScheduleInput = z.strictObject({
  campaign_ids: campaignIds,
  preferences: z.strictObject({ start_date: z.iso.datetime().optional() }).prefault({}),
});
export const ScheduleOutput = z.object({
  scheduled_campaigns: z.array(
    z.object({
      campaign_id: z.string(),
      campaign_name: z.string(),
      scheduled_time: z.string(),
      status: z.string(),
    }),
  ),
  failed_campaigns: z.array(z.object({ campaign_id: z.string(), code: z.string(), message: z.string() })),
  total_scheduled: z.number(),
});

export const MonitorInput = z.strictObject({});
export const MonitorOutput = z.object({
  monitoring_results: z.array(
    z.object({
      campaign_id: z.string(),
      campaign_name: z.string(),
      health_status: z.enum(['healthy', 'warning', 'critical']),
      metrics: z.object({ score: z.number().nullable(), data_points: z.number() }),
      last_checked: z.string(),
    }),
  ),
  alerts: z.array(
    z.object({
      campaign_id: z.string(),
      alert_type: z.enum(['warning', 'critical']),
      message: z.string(),
      recommendations: z.array(line),
    }),
  ),
  total_campaigns_monitored: z.number(),
  campaigns_with_issues: z.number(),
});
