import type { AiAttempt } from '#platform/ai/usage/ai-attempt';
import type { Failure, LaterFailure } from './failing.js';

/** What becomes of a call when a provider fails so. */
export interface Row<Does> {
  does: Does;
  status: number;
  code: string;
  outcome: string;
  /** How often it is asked. */
  tries?: number;
  /** What each try has used: `sent` is about what was sent and came before it was cut off. */
  used?: 'nothing' | 'counted' | 'sent';
}

const unavailable = { status: 503, code: 'ai/unavailable', outcome: 'unavailable' };
const timedOut = { status: 503, code: 'ai/timed-out', outcome: 'timeout' };
const refused = { status: 422, code: 'ai/refused', outcome: 'refused' };

/** Somebody else answers, if there is somebody. */
export const LEFT_TO_OTHERS: Row<Failure>[] = [
  { does: 'is asked too often', status: 429, code: 'ai/limited', outcome: 'limited' },
  { does: 'has nothing left to spend', status: 503, code: 'ai/quota-spent', outcome: 'quota' },
  { does: 'hangs', ...timedOut, used: 'sent' },
  { does: 'breaks', ...unavailable, tries: 3 },
  { does: 'is overloaded', ...unavailable, tries: 3 },
  { does: 'resets the connection', ...unavailable, tries: 3, used: 'sent' },
  { does: 'is cut off', ...unavailable, tries: 3, used: 'sent' },
  { does: 'sends what nobody can read', ...unavailable, tries: 3, used: 'sent' },
  { does: 'says nothing', ...unavailable, tries: 3, used: 'counted' },
  { does: 'does not have its default model', ...unavailable, outcome: 'model-missing' },
];
/** Nobody else is asked. */
export const TOLD_AT_ONCE: Row<Failure>[] = [
  { does: 'does not know the key', status: 422, code: 'ai/key-refused', outcome: 'key-refused' },
  { does: 'does not allow it to the key', status: 422, code: 'ai/key-refused', outcome: 'scope-missing' },
  { does: 'does not take the request', status: 422, code: 'ai/request-rejected', outcome: 'rejected' },
  { does: 'reads less than this', status: 422, code: 'ai/context-too-long', outcome: 'too-long' },
  { does: 'has no room', status: 422, code: 'ai/cut-short', outcome: 'cut-short', used: 'counted' },
  { does: 'declines', ...refused, used: 'counted' },
  { does: 'filters the content', ...refused },
];
/** The stream ends with it. */
export const AFTER_THE_FIRST_WORD: Row<LaterFailure>[] = [
  { does: 'hangs', ...timedOut, used: 'sent' },
  { does: 'is overloaded', ...unavailable, used: 'sent' },
  { does: 'resets the connection', ...unavailable, used: 'sent' },
  { does: 'is cut off', ...unavailable, used: 'sent' },
  { does: 'sends what nobody can read', ...unavailable, used: 'sent' },
  { does: 'declines', ...refused, used: 'counted' },
  { does: 'filters the content', ...refused, used: 'sent' },
];

/** All there are: a new one is missing here until some call ends so. */
export const OUTCOMES: Record<AiAttempt['outcome'], true> = {
  ok: true,
  unavailable: true,
  limited: true,
  quota: true,
  timeout: true,
  'key-refused': true,
  'scope-missing': true,
  'model-missing': true,
  rejected: true,
  'too-long': true,
  refused: true,
  'cut-short': true,
  cancelled: true,
  'invalid-output': true,
};
