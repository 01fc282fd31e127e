import { z } from 'zod';
import { ProvenanceForm } from '../../provenance.form.js';

export const AnalyseInput = z.strictObject({
  topic: z.string().trim().min(1).max(2_000),
  /** Pages to read for it. */
  urls: z.array(z.string().min(1).max(2_048)).max(10).default([]),
});

/** A statement and the numbers of the sources it leans on. */
const Statement = z.object({
  text: z.string().min(1).max(1_000),
  sources: z.array(z.int().min(1).max(50)).max(20),
});
export type Statement = z.output<typeof Statement>;

/** What a model draws from the sources. */
export const Found = z.object({
  insights: z.array(Statement).min(1).max(8),
  recommendations: z.array(Statement).min(1).max(8),
});
export type Found = z.output<typeof Found>;

export const AnalyseOutput = z.object({
  research_id: z.string(),
  topic: z.string(),
  insights: z.array(z.string()),
  recommendations: z.array(z.string()),
  statements: z.array(
    z.object({
      kind: z.enum(['insight', 'recommendation']),
      text: z.string(),
      sources: z.array(z.string()),
    }),
  ),
  sources: z.array(z.looseObject({ id: z.string(), url: z.string() })),
  unread: z.array(z.object({ url: z.string(), error: z.string() })),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});
