import type { AiUsage } from '../ai-request.js';
import type { AiModel } from '../models/ai-model.js';

/** Prices are taken as whole millionths of a dollar per million tokens, so that nothing is lost before the rounding. */
const STEPS_PER_DOLLAR = 1_000_000;

/**
 * What was used costs, in millionths of a US dollar, rounded up. Seconds of video have their own price; images are paid by
 * the tokens that were counted, or by piece where there are none or they have no price. Null when the price is unknown.
 */
export function costOf(model: Pick<AiModel, 'price'>, usage: AiUsage): number | null {
  const { images = 0, seconds = 0 } = usage;
  if (seconds > 0) return dollarsFor(seconds, model.price.perSecond);
  const byTokens = costOfTokens(model, usage);
  if (images === 0 || (usage.output > 0 && byTokens !== null)) return byTokens;
  return dollarsFor(images, model.price.perImage);
}

/** The most that so many tokens cost, whatever of them goes into the provider's cache. */
export function mostCostOf(model: Pick<AiModel, 'price'>, input: number, output: number): number | null {
  const fresh = costOf(model, { input, cachedInput: 0, output });
  const kept = costOf(model, { input, cachedInput: 0, cacheWrite: input, output });
  return fresh === null || kept === null ? null : Math.max(fresh, kept);
}

/**
 * What the tokens cost in millionths of a US dollar, rounded up once at the end so that nothing used is ever free. Input
 * that came from the cache has its own price, and what went into it may have. Null when a price that is needed is unknown.
 */
function costOfTokens({ price }: Pick<AiModel, 'price'>, usage: AiUsage): number | null {
  const rate = price.long && usage.input > price.long.above ? price.long : price;
  const cached = Math.min(usage.cachedInput, usage.input);
  const written = Math.min(usage.cacheWrite ?? 0, usage.input - cached);
  const parts = [
    stepsOf(usage.input - cached - written, rate.input),
    stepsOf(cached, rate.cachedInput),
    stepsOf(written, rate.cacheWrite ?? rate.input),
    stepsOf(usage.output, rate.output),
  ];
  let steps = 0;
  for (const part of parts) {
    if (part === null) return null;
    steps += part;
  }
  return Math.ceil(steps / STEPS_PER_DOLLAR);
}

function dollarsFor(pieces: number, dollarsEach: number | null): number | null {
  return dollarsEach === null ? null : Math.ceil(pieces * Math.round(dollarsEach * STEPS_PER_DOLLAR));
}

function stepsOf(tokens: number, dollarsPerMillion: number | null): number | null {
  if (tokens <= 0) return 0;
  return dollarsPerMillion === null ? null : tokens * Math.round(dollarsPerMillion * STEPS_PER_DOLLAR);
}
