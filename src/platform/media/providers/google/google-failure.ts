import { AiFailure, type AiFailureKind } from '#platform/ai/providers/ai-failure';
import type { ProviderCall } from '#platform/ai/providers/ai-provider';
import { httpFailure, unavailable } from '#platform/ai/providers/http-failure';

/** What Google says in an error, as far as we read it. */
interface GoogleError {
  readonly message?: unknown;
  readonly details?: unknown;
}

/** Why an attempt failed, in our words; when the signal ended it, the signal's reason is thrown. */
export function googleFailure(error: unknown, { key, signal }: ProviderCall): AiFailure {
  signal.throwIfAborted();
  return error instanceof AiFailure ? error : unavailable('google', key, error);
}

/** `fetch` for one key whose refusals are told as failures, for the SDK drops the headers that say how long to wait. */
export function fetchWith(key: string): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    if (response.ok) return response;
    throw await refusalOf(response, key);
  };
}

/** The failure that a refused request stands for. */
export async function refusalOf(response: Response, key: string): Promise<AiFailure> {
  const text = await response.text();
  const { message, details } = errorIn(text);
  const said = typeof message === 'string' ? message : text;
  const kind = kindOf(response.status, said, JSON.stringify(details ?? []));
  const retryAfterMs = waitIn(details);
  const { status, headers } = response;
  return httpFailure('google', key, { status, headers, message: said, kind, retryAfterMs });
}

/** Google refuses a wrong key with 400, and tells an empty account by its sentence only. */
function kindOf(status: number, message: string, details: string): AiFailureKind | undefined {
  if (details.includes('API_KEY_INVALID')) return 'key-refused';
  if (status === 429 && /credits|billing/i.test(message))
    return /depleted|exhausted/i.test(message) ? 'quota' : undefined;
  return undefined;
}

function errorIn(text: string): GoogleError {
  try {
    const body = JSON.parse(text) as { error?: unknown } | { error?: unknown }[] | null;
    const { error } = (Array.isArray(body) ? body[0] : body) ?? {};
    return typeof error === 'object' && error !== null ? error : {};
  } catch {
    return {};
  }
}

/** `google.rpc.RetryInfo` says how long to wait, as `13s` or `0.5s`. */
function waitIn(details: unknown): number | undefined {
  for (const detail of Array.isArray(details) ? (details as unknown[]) : []) {
    const delay = (detail as { retryDelay?: unknown } | null)?.retryDelay;
    const [, seconds] = (typeof delay === 'string' && /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(delay)) || [];
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1_000);
  }
  return undefined;
}
