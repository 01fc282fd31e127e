import type { AiFailure, AiFailureKind } from '../providers/ai-failure.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

const TRIED_AGAIN: ReadonlySet<AiFailureKind> = new Set(['unavailable', 'limited']);

/** Milliseconds to wait before the next try, or null when there is none: full jitter, never less than was asked of us. */
export function pauseAfter(
  { kind, retryAfterMs = 0 }: Pick<AiFailure, 'kind' | 'retryAfterMs'>,
  tries: number,
  atMostMs: number,
): number | null {
  if (!TRIED_AGAIN.has(kind)) return null;
  const jitter = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  const pause = Math.max(retryAfterMs, jitter);
  return pause > atMostMs ? null : pause;
}
