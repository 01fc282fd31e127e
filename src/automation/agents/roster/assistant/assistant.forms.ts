import { z } from 'zod';
import { EXECUTION_PATHS } from '../../openclaw/openclaw-route.js';

const query = z.string().max(4_000).default('');
const context = z.array(z.json()).max(50).default([]);

const CitationForm = z.object({
  marker: z.number(),
  document_id: z.string(),
  title: z.string(),
  heading: z.string().nullable(),
  page: z.number().nullable(),
  start: z.number(),
  end: z.number(),
  excerpt: z.string(),
});

/** What a model says about today. */
export const Focus = z.object({
  focus_summary: z.string().min(1).max(3_000),
  business_impact: z.string().min(1).max(2_000),
  recommended_actions: z.array(z.string().min(1).max(500)).min(1).max(6),
});
export type Focus = z.infer<typeof Focus>;

export const FocusInput = z.strictObject({
  query,
  context,
  /** As `2026-11-27`; today when left out. */
  date: z.iso.date().optional(),
});
export const PriorityItem = z.object({
  campaign: z.string(),
  priority: z.literal('high'),
  action: z.string(),
  impact: z.string(),
});
export const FocusOutput = Focus.extend({
  title: z.string(),
  campaign_count: z.number(),
  active_campaign_count: z.number(),
  priority_items: z.array(PriorityItem),
  knowledge_sources: z.array(CitationForm),
  ai: z.boolean(),
  execution_path: z.enum(EXECUTION_PATHS),
  timestamp: z.string(),
});

export const QuestionInput = z.strictObject({ query, context });
export const QuestionOutput = z.object({
  title: z.string(),
  explanation: z.string(),
  business_impact: z.string(),
  recommended_actions: z.array(z.string()),
  campaigns_analyzed: z.number(),
  knowledge_sources: z.array(CitationForm),
  ai: z.boolean(),
  execution_path: z.enum(EXECUTION_PATHS),
  timestamp: z.string(),
});

export const PerformanceInput = z.strictObject({
  /** Those that run when left out. */
  campaign_ids: z.array(z.uuid()).min(1).max(50).optional(),
});
export const PerformanceOutput = QuestionOutput.extend({
  analyses: z.array(
    z.object({
      campaign_id: z.string(),
      campaign_name: z.string(),
      performance_score: z.number().nullable(),
      trend: z.string(),
      recommendations: z.array(z.string()),
    }),
  ),
});
