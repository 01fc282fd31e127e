import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { AiFailure, type AiFailureKind } from '../ai-failure.js';
import type { ProviderCall } from '../ai-provider.js';
import { httpFailure, unavailable } from '../http-failure.js';

/** The codes and types in error bodies that tell more than the status does. */
const KINDS: ReadonlyMap<string, AiFailureKind> = new Map([
  ['contract_spend_limit_reached', 'quota'],
  ['enforced_spend_limit_reached', 'quota'],
  ['linked_organization_spend_limit_reached', 'quota'],
  ['linked_organization_billing_unavailable', 'quota'],
  ['billing_error', 'quota'],
  ['request_too_large', 'too-long'],
]);

/** The status a type goes with: in the middle of a stream the type is all there is. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['timeout_error', 504],
  ['overloaded_error', 529],
]);

/** What comes as a plain invalid request and is told by its sentence only. */
const SENTENCES: readonly (readonly [RegExp, AiFailureKind])[] = [
  [/prompt is too long|exceeds? (the )?(model's )?context/i, 'too-long'],
  [/blocked by content filtering/i, 'refused'],
  [/credit balance is too low|reached your specified api usage limits/i, 'quota'],
];

/** Why an attempt failed, in our words; when the signal ended it, the signal's reason is thrown. */
export function anthropicFailure(error: unknown, { key, signal }: ProviderCall): AiFailure {
  signal.throwIfAborted();
  if (error instanceof AiFailure) return error;
  if (!(error instanceof APIError) || error instanceof APIConnectionError)
    return unavailable('anthropic', key, error);
  const { headers, type, errorCode } = error;
  const hasBegun = error.status === undefined;
  const status = error.status ?? STATUSES.get(type ?? '');
  const message = error.apiMessage ?? error.message.replace(/^\d{3} /, '');
  const kind = kindOf([errorCode, type], message);
  return httpFailure('anthropic', key, { status, hasBegun, message, headers, kind });
}

function kindOf(codes: readonly (string | null)[], message: string): AiFailureKind | undefined {
  const [, told] = SENTENCES.find(([sentence]) => sentence.test(message)) ?? [];
  return told ?? codes.map((code) => KINDS.get(code ?? '')).find((kind) => kind);
}
