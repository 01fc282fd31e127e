import { z } from 'zod';

/** `Provenance` as the result of a task has it. */
export const ProvenanceForm = z.object({
  ai: z.boolean(),
  provider: z.string(),
  model: z.string(),
  prompt_version: z.string().nullable(),
  brand_version: z.number().nullable(),
  sources: z.array(
    z.object({
      kind: z.enum(['document', 'page', 'record', 'transcript']),
      ref: z.string(),
      title: z.string().nullable(),
      offset: z.number().nullable(),
    }),
  ),
  cost_usd: z.number().nullable(),
  run_id: z.string().nullable(),
});
