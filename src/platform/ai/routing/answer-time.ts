import type { AiRequest } from '../ai-request.js';

/** So long an answer may be and has no more than the usual time: few use up what they may. */
const USUAL_TOKENS = 4_000;
/** So many more have the usual time once again: with 30 seconds that is some 67 tokens a second. */
const TOKENS_A_TIME = 2_000;

/**
 * How many times as long as a usual answer one may take that comes in one piece. Nothing arrives of it before its end, so that a
 * long one cannot be told from silence.
 */
export function slownessOf({ maxTokens = USUAL_TOKENS }: AiRequest): number {
  return 1 + Math.max(0, maxTokens - USUAL_TOKENS) / TOKENS_A_TIME;
}
