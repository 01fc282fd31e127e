import type { AiUsage } from '../ai-request.js';

/** Two rounds of one attempt together. */
export function addUsage(one: AiUsage, other: AiUsage): AiUsage {
  return {
    ...one,
    ...other,
    input: one.input + other.input,
    cachedInput: one.cachedInput + other.cachedInput,
    output: one.output + other.output,
  };
}
