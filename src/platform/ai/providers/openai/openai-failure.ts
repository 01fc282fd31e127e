import { APIConnectionError, APIError } from 'openai';
import { AiFailure, type AiFailureKind } from '../ai-failure.js';
import type { ProviderCall } from '../ai-provider.js';
import { httpFailure, unavailable } from '../http-failure.js';

/** The codes and types in error bodies that tell more than the status does. */
const KINDS: ReadonlyMap<string, AiFailureKind> = new Map([
  ['insufficient_quota', 'quota'],
  ['billing_hard_limit_reached', 'quota'],
  ['billing_not_active', 'quota'],
  ['rate_limit_exceeded', 'limited'],
  ['context_length_exceeded', 'too-long'],
  ['model_not_found', 'model-missing'],
  ['invalid_api_key', 'key-refused'],
  ['invalid_prompt', 'refused'],
  ['content_filter', 'refused'],
  ['content_policy_violation', 'refused'],
  ['moderation_blocked', 'refused'],
]);

/** Why an attempt failed, in our words; when the signal ended it, the signal's reason is thrown. */
export function openaiFailure(error: unknown, { key, signal }: ProviderCall): AiFailure {
  signal.throwIfAborted();
  if (error instanceof AiFailure) return error;
  if (!(error instanceof APIError) || error instanceof APIConnectionError)
    return unavailable('openai', key, error);
  const { code, type, headers } = error;
  // In the middle of a stream there is no status, but some servers give it as the code.
  const hasBegun = error.status === undefined;
  const status = typeof code === 'number' ? code : error.status;
  const message = error.message.replace(/^\d{3} /, '');
  return httpFailure('openai', key, {
    status,
    hasBegun,
    message,
    headers,
    kind: kindOf([code, type], message),
  });
}

/** What is told by its sentence only: a restricted key comes as 401, an overlong prompt at compatible servers as 400. */
const SENTENCES: readonly (readonly [RegExp, AiFailureKind])[] = [
  [/missing scopes/i, 'scope-missing'],
  [/maximum context length/i, 'too-long'],
];

function kindOf(codes: readonly unknown[], message: string): AiFailureKind | undefined {
  const known = codes.map((code) => (typeof code === 'string' ? KINDS.get(code) : undefined));
  const [, told] = SENTENCES.find(([sentence]) => sentence.test(message)) ?? [];
  return known.find((kind) => kind) ?? told;
}
