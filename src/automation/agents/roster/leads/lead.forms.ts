import { z } from 'zod';
import { LeadInsights } from '#domains/leads/enrichment/providers/insights';
import { LEAD_STATUSES } from '#domains/leads/lead.dto';
import { DEFAULT_WEIGHTS, SIZE_NAMES } from '#domains/leads/qualification/lead-score';
import type { LeadPatterns } from '#domains/leads/qualification/qualification.repository';
import { ProvenanceForm } from '../../provenance.form.js';
import { OUTREACH_TYPES, type OutreachType } from './lead-texts.js';

const leadIds = z.array(z.uuid()).max(500);
const weight = (value: number) => z.number().min(0).max(1_000).default(value);
const Weights = z.strictObject({
  company_size: weight(DEFAULT_WEIGHTS.company_size),
  industry_fit: weight(DEFAULT_WEIGHTS.industry_fit),
  job_title_relevance: weight(DEFAULT_WEIGHTS.job_title_relevance),
  engagement_potential: weight(DEFAULT_WEIGHTS.engagement_potential),
});

export const ScoreInput = z.strictObject({
  /** Without any, the newest `limit` leads. */
  lead_ids: leadIds.default([]),
  criteria: Weights.prefault({}),
  limit: z.int().min(1).max(500).default(100),
});
export const ScoreOutput = z.object({
  scored_count: z.number(),
  criteria_used: Weights,
  scored_leads: z.array(
    z.object({
      lead_id: z.string(),
      name: z.string().nullable(),
      old_score: z.number(),
      score: z.number().min(0).max(100),
      factors: z.array(z.object({ factor: z.string(), share: z.number(), because: z.string() })),
    }),
  ),
});

export const EnrichInput = z
  .strictObject({ lead_ids: z.array(z.uuid()).min(1).max(100), lead_id: z.uuid() })
  .partial()
  .refine(({ lead_ids, lead_id }) => (lead_ids === undefined) !== (lead_id === undefined), {
    message: 'name the leads in lead_ids',
    path: ['lead_ids'],
  });
export const EnrichOutput = z.object({
  enriched_count: z.number(),
  failed_count: z.number(),
  total_processed: z.number(),
  ai: z.boolean(),
  enriched_leads: z.array(z.object({ lead_id: z.string(), insights: LeadInsights })),
  failures: z.array(z.object({ lead_id: z.string(), code: z.string(), message: z.string() })),
});

const Criteria = z.strictObject({
  min_company_size: z.enum(SIZE_NAMES).default('small'),
  target_industries: z.array(z.string().max(200)).max(100).default([]),
  min_lead_score: z.number().min(0).max(100).default(50),
});

export const QualifyInput = z.strictObject({
  lead_ids: leadIds.min(1),
  criteria: Criteria.prefault({}),
});
export const QualifyOutput = z.object({
  qualified_count: z.number(),
  disqualified_count: z.number(),
  qualified_leads: z.array(
    z.object({ lead_id: z.string(), name: z.string().nullable(), lead_score: z.number() }),
  ),
  disqualified_details: z.array(z.object({ lead_id: z.string(), reasons: z.array(z.string()) })),
  criteria_used: Criteria,
});

export const OUTREACH_WORDS: Record<OutreachType, string> = {
  email: 'e-mail',
  linkedin: 'LinkedIn message of at most 300 characters',
  phone_script: 'script for a phone call',
};
export const OutreachInput = z.strictObject({ lead_id: z.uuid(), outreach_type: z.enum(OUTREACH_TYPES) });
export const OutreachOutput = z.object({
  outreach_content: z.object({
    lead_id: z.string(),
    outreach_type: z.enum(OUTREACH_TYPES),
    subject: z.string().nullable(),
    content: z.string(),
    ai_insights: z.array(z.string()),
    created_at: z.string(),
  }),
  personalization_points: z.array(z.string()),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const PatternsInput = z.strictObject({ status: z.enum(LEAD_STATUSES).optional() });
export const PatternsOutput = z.object({
  patterns: z.object({
    top_industries: z.array(z.object({ industry: z.string(), leads: z.number() })),
    company_size_distribution: z.record(z.string(), z.number()),
    lead_sources: z.record(z.string(), z.number()),
    total_analyzed: z.number(),
  }),
  insights: z.array(z.string()),
});

/** What leads have in common, as the task answers it. */
export function patternsOutput(patterns: LeadPatterns): z.input<typeof PatternsOutput> {
  return {
    patterns: {
      top_industries: [...patterns.topIndustries],
      company_size_distribution: patterns.companySizes,
      lead_sources: patterns.sources,
      total_analyzed: patterns.total,
    },
    insights: insightsOf(patterns),
  };
}

/** Three sentences that the counts bear out. */
function insightsOf({ total, topIndustries, companySizes, sources }: LeadPatterns): string[] {
  if (total === 0) return ['There are no leads to look at yet.'];
  const [industry] = topIndustries;
  const share = (leads: number): string => `${Math.round((leads / total) * 100)} %`;
  const most = (counts: Readonly<Record<string, number>>): [string, number] | undefined =>
    Object.entries(counts)
      .filter(([name]) => name !== 'unknown')
      .sort(([, a], [, b]) => b - a)[0];
  const [size, source] = [most(companySizes), most(sources)];
  return [
    industry
      ? `Most leads are from ${industry.industry}: ${share(industry.leads)} of ${total}.`
      : 'No lead names an industry.',
    size
      ? `Companies of ${size[0]} people are the most: ${share(size[1])}.`
      : 'No lead names the size of a company.',
    source ? `${source[0]} brings the most leads: ${share(source[1])}.` : 'No lead names where it came from.',
  ];
}
