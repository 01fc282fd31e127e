import type { Provenance } from '#platform/ai/provenance.dto';
import type { Visit } from '../runs/visit.js';

/** What an earlier step of the instance has written; undefined when it has written nothing. */
export function textOf(visit: Visit, stepId: string | undefined): string | undefined {
  const text = outputOf(visit, stepId)['text'];
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

/** Where such a text comes from, as the step has noted it. */
export function provenanceOf(visit: Visit, stepId: string): Provenance {
  const { ai, provider, model, prompt_version, cost_usd } = outputOf(visit, stepId);
  return {
    ai: ai === true,
    provider: typeof provider === 'string' ? provider : 'offline',
    model: typeof model === 'string' ? model : 'offline',
    prompt_version: typeof prompt_version === 'string' ? prompt_version : null,
    brand_version: null,
    sources: [],
    cost_usd: typeof cost_usd === 'number' ? cost_usd : null,
    run_id: null,
  };
}

function outputOf({ execution: { outputs } }: Visit, stepId: string | undefined): Record<string, unknown> {
  const output = stepId !== undefined && Object.hasOwn(outputs, stepId) ? outputs[stepId] : undefined;
  return typeof output === 'object' && output !== null ? (output as Record<string, unknown>) : {};
}
