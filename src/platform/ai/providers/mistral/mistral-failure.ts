import { MistralError } from '@mistralai/mistralai/models/errors';
import { AiFailure, type AiFailureKind } from '../ai-failure.js';
import type { ProviderCall } from '../ai-provider.js';
import { httpFailure, unavailable } from '../http-failure.js';

/** The codes and types in error bodies that tell more than the status does. */
const KINDS: ReadonlyMap<string, AiFailureKind> = new Map([
  ['1500', 'model-missing'],
  ['invalid_model', 'model-missing'],
  ['3051', 'too-long'],
  ['context_length_exceeded', 'too-long'],
  ['insufficient_quota', 'quota'],
  ['content_filter', 'refused'],
]);

/** Why an attempt failed, in our words; when the signal ended it, the signal's reason is thrown. */
export function mistralFailure(error: unknown, { key, signal }: ProviderCall): AiFailure {
  signal.throwIfAborted();
  if (error instanceof AiFailure) return error;
  if (!(error instanceof MistralError) || error.statusCode < 400) return unavailable('mistral', key, error);
  const said = bodyOf(error.body);
  return httpFailure('mistral', key, { status: error.statusCode, headers: error.headers, ...said });
}

/** Errors come as `{message, type, code}`, those of the gateway as `{detail}`, in compatible servers inside `error`. */
function bodyOf(body: string): { message: string; kind?: AiFailureKind | undefined } {
  const outer = recordOf(body);
  const inner = recordOf(outer['error'] ?? outer);
  const { message, detail, code, type } = inner;
  const text = [message, detail].find((value) => value !== undefined && value !== null) ?? body;
  const sentence = typeof text === 'string' ? text : JSON.stringify(text);
  const kind = [code, type].map((value) => KINDS.get(String(value))).find((known) => known);
  return { message: sentence, kind: kind ?? (isTooLong(sentence) ? 'too-long' : undefined) };
}

const isTooLong = (sentence: string): boolean => /maximum context length/i.test(sentence);

function recordOf(value: unknown): Record<string, unknown> {
  try {
    const read: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    return typeof read === 'object' && read ? { ...read } : {};
  } catch {
    return {};
  }
}
