import type { SequenceStep, StepCondition } from '../sequence.dto.js';
import type { StopReason } from './enrolment.dto.js';

/** What is known of somebody whose next step is due. */
export interface Known {
  /** A lead that is gone, or has no address, gets nothing. */
  readonly isThere: boolean;
  /** Why their address must not be written to. */
  readonly barred: StopReason | null;
  readonly isAtGoal: boolean;
  /** Whether what the step's condition asks holds of them. */
  readonly isMeant: boolean;
}

export type Choice =
  { readonly do: 'stop'; readonly why: StopReason } | { readonly do: 'send' | 'skip' | 'complete' };

/** What is done with somebody whose step is due; no step is left where there is none. */
export function choiceFor(step: SequenceStep | undefined, known: Known): Choice {
  if (!known.isThere) return { do: 'stop', why: 'lead_gone' };
  if (known.barred) return { do: 'stop', why: known.barred };
  if (known.isAtGoal) return { do: 'stop', why: 'goal' };
  if (!step) return { do: 'complete' };
  return { do: known.isMeant ? 'send' : 'skip' };
}

/** Whether a condition holds of somebody of whom its parts hold, or do not. */
export function holds(condition: StepCondition | undefined, parts: readonly boolean[]): boolean {
  if (!condition) return true;
  const all = parts.every(Boolean);
  return condition.negate === true ? !all : all;
}
