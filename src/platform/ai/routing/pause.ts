import type { AiFailure, AiFailureKind } from '../providers/ai-failure.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

const TRIED_AGAIN: ReadonlySet<AiFailureKind> = new Set(['unavailable', 'limited']);

/**
 * Milliseconds to wait before the next try, or null when there is none: full jitter, on top of what was asked of us, for all who
 * wait were told the same.
 */
export function pauseAfter(
  { kind, retryAfterMs = 0 }: Pick<AiFailure, 'kind' | 'retryAfterMs'>,
  tries: number,
  atMostMs: number,
): number | null {
  if (!TRIED_AGAIN.has(kind)) return null;
  const jitter = jitterOf(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)));
  return Math.max(retryAfterMs, jitter) > atMostMs ? null : Math.min(retryAfterMs + jitter, atMostMs);
}

/** Anywhere from nothing to so many milliseconds. */
export function jitterOf(mostMs = FIRST_PAUSE_MS): number {
  return Math.random() * mostMs;
}
