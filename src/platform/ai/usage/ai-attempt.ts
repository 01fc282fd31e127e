import type { AiProviderId, AiUsage } from '../ai-request.js';
import type { AiFailureKind } from '../providers/ai-failure.js';

/** Whose key paid: the user's own, or the platform's. */
export type AiKeyOwner = 'user' | 'platform';

/** One attempt at one provider, as it is remembered. */
export interface AiAttempt {
  readonly userId: string | null;
  readonly feature: string;
  readonly provider: AiProviderId;
  /** The name in the catalogue. */
  readonly model: string;
  readonly keyOwner: AiKeyOwner;
  readonly outcome: 'ok' | AiFailureKind | 'cancelled' | 'invalid-output';
  readonly usage: AiUsage;
  /** US dollars times a million; null when the price is unknown. */
  readonly costMicros: number | null;
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly runId: string | null;
  readonly promptVersion: string | null;
  readonly at: Date;
}
