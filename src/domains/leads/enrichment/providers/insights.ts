import { z } from 'zod';
import type { Lead } from '../../lead.answers.dto.js';
import type { FoundField } from '../enrichment-provider.js';

const line = z.string().min(1).max(500);

/** What a model concludes about a lead. */
export const LeadInsights = z.object({
  insights: z.array(line).min(1).max(5),
  talking_points: z.array(line).min(1).max(5),
  recommended_approach: z.string().min(1).max(1_000),
  pain_points: z.array(line).max(10),
  value_propositions: z.array(line).max(10),
});
export type LeadInsights = z.infer<typeof LeadInsights>;

/** Insights under the names that they have in `enriched_data`. */
export function insightFields({ insights, ...more }: LeadInsights): FoundField[] {
  return Object.entries({ ai_insights: insights, ...more }).map(([field, value]) => {
    return { field, value, confidence: null, source: 'the record, read by a model' };
  });
}

const SHOWN = [
  'name',
  'company',
  'job_title',
  'industry',
  'company_size',
  'country',
  'source',
  'status',
  'tags',
  'notes',
  'custom_fields',
] as const satisfies readonly (keyof Lead)[];

/** What a model is shown of a lead: no address, no number, nothing it has no use for. */
export function asMaterial(lead: Lead): string {
  const known = Object.fromEntries(SHOWN.map((name) => [name, lead[name]]));
  return JSON.stringify(known, null, 1).slice(0, 8_000);
}

/** Insights by rules alone, from industry, role and company. */
export function insightsByRule(lead: Lead): LeadInsights {
  const industry = lead.industry ?? 'their industry';
  const role = lead.job_title ?? 'their role';
  const company = lead.company ?? 'their company';
  return {
    insights: [
      `${company} works in ${industry}.`,
      `As ${role}, they are likely to judge an offer by its effect on their own goals.`,
      lead.company_size
        ? `The company has ${lead.company_size} people.`
        : 'The size of the company is not known yet.',
    ],
    talking_points: [
      `What ${company} wants to reach this year`,
      `How ${industry} is changing`,
      `What takes ${role} the most time`,
    ],
    recommended_approach: `Ask about ${company}'s goals first, then show one example from ${industry}.`,
    pain_points: [`Too little time for what is not urgent in ${role}`],
    value_propositions: [`Less manual work for ${company}`],
  };
}
