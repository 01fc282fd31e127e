import { z } from 'zod';
import type { Lead } from '#domains/leads/lead.answers.dto';

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

export const OUTREACH_TYPES = ['email', 'linkedin', 'phone_script'] as const;
export type OutreachType = (typeof OUTREACH_TYPES)[number];

/** A first message to a lead. */
export const Outreach = z.object({
  subject: z.string().max(120).nullable(),
  content: z.string().min(1).max(5_000),
  personalization_points: z.array(z.string().max(300)).max(10),
});
export type Outreach = z.infer<typeof Outreach>;

/** What a model is shown of a lead: no address, no number, nothing it has no use for. */
export function asMaterial(lead: Lead): string {
  const {
    name,
    company,
    job_title,
    industry,
    company_size,
    country,
    source,
    status,
    tags,
    notes,
    custom_fields,
  } = lead;
  const known = {
    name,
    company,
    job_title,
    industry,
    company_size,
    country,
    source,
    status,
    tags,
    notes,
    custom_fields,
  };
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

/** A first message by rules alone. */
export function outreachByRule(lead: Lead, type: OutreachType): Outreach {
  const name = lead.first_name ?? 'there';
  const company = lead.company ?? 'your company';
  const topic = lead.industry ?? 'your industry';
  const points = [lead.first_name, lead.company, lead.industry, lead.job_title].filter(
    (point) => point !== null,
  );
  const content: Record<OutreachType, string> = {
    email: `Hello ${name},\n\nI work with teams in ${topic} and would like to learn what ${company} is planning. Would a short talk next week suit you?\n\nBest regards`,
    linkedin: `Hello ${name}, I follow what teams in ${topic} do and would be glad to connect.`,
    phone_script: `Good morning, may I speak to ${name}? I am calling because we work with teams in ${topic}. Is this a good moment? What is ${company} working on at the moment?`,
  };
  const subject = type === 'email' ? `A question about ${company}` : null;
  return { subject, content: content[type], personalization_points: points };
}
