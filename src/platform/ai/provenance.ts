import type { AiAnswer } from './ai-request.js';
import type { PromptDefinition } from './prompt/define-prompt.js';
import type { Provenance } from './provenance.dto.js';

/** Who or what wrote an answer, as clients are told and rows remember it. No prompt counts where no model was asked. */
export function provenanceOf(
  answer: AiAnswer,
  prompt: Pick<PromptDefinition<never>, 'promptVersion'>,
  brand: { readonly version: number | null } = { version: null },
): Provenance {
  return {
    ai: answer.ai,
    provider: answer.provider,
    model: answer.model,
    prompt_version: answer.ai ? prompt.promptVersion : null,
    brand_version: brand.version,
    sources: [],
    cost_usd: answer.costMicros === null ? null : answer.costMicros / 1_000_000,
    run_id: null,
  };
}
