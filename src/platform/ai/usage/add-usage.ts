import type { AiUsage } from '../ai-request.js';

/** What two calls have used together. */
export function addUsage(one: AiUsage, other: AiUsage): AiUsage {
  const written = (one.cacheWrite ?? 0) + (other.cacheWrite ?? 0);
  return {
    ...one,
    ...other,
    input: one.input + other.input,
    cachedInput: one.cachedInput + other.cachedInput,
    output: one.output + other.output,
    ...(written > 0 && { cacheWrite: written }),
  };
}
