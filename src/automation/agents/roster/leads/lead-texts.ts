import { z } from 'zod';
import type { Lead } from '#domains/leads/lead.answers.dto';

export const OUTREACH_TYPES = ['email', 'linkedin', 'phone_script'] as const;
export type OutreachType = (typeof OUTREACH_TYPES)[number];

/** A first message to a lead; only a mail has a subject. */
export interface Outreach {
  readonly subject: string | null;
  readonly content: string;
  readonly personalization_points: readonly string[];
}

const POINT_AT_MOST = 300;
const subject = z.string().min(1).max(120);
const message = z.object({
  subject: subject.nullable(),
  content: z.string().min(1).max(5_000),
  personalization_points: z.array(z.string().max(POINT_AT_MOST)).max(10),
});

/** What a message must be, by where it is said: LinkedIn takes 300 characters from somebody it does not know. */
export const OUTREACH: Record<OutreachType, z.ZodType<Outreach>> = {
  email: message.extend({ subject }),
  linkedin: message.extend({ content: z.string().min(1).max(300) }),
  phone_script: message,
};

/** A first message by rules alone. It fits however long the words of the lead are. */
export function outreachByRule(lead: Lead, type: OutreachType): Outreach {
  const name = clipped(lead.first_name ?? 'there', 60);
  const company = clipped(lead.company ?? 'your company', 80);
  const topic = clipped(lead.industry ?? 'your industry', 80);
  const points = [lead.first_name, lead.company, lead.industry, lead.job_title].flatMap((point) =>
    point === null ? [] : [clipped(point, POINT_AT_MOST)],
  );
  const content: Record<OutreachType, string> = {
    email: `Hello ${name},\n\nI work with teams in ${topic} and would like to learn what ${company} is planning. Would a short talk next week suit you?\n\nBest regards`,
    linkedin: `Hello ${name}, I follow what teams in ${topic} do and would be glad to connect.`,
    phone_script: `Good morning, may I speak to ${name}? I am calling because we work with teams in ${topic}. Is this a good moment? What is ${company} working on at the moment?`,
  };
  return {
    subject: type === 'email' ? `A question about ${company}` : null,
    content: content[type],
    personalization_points: points,
  };
}

function clipped(text: string, atMost: number): string {
  return text.length <= atMost
    ? text
    : `${text
        .slice(0, atMost - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
