import type { Lead } from '#domains/leads/lead.answers.dto';
import type { AwaitedEvent } from '../steps/lead-event-wish.js';
import type { Definition, Step } from '../definitions/definition.js';

const OPEN_STATUSES = ['pending', 'running', 'waiting', 'paused'] as const;
export const EXECUTION_STATUSES = [...OPEN_STATUSES, 'completed', 'failed', 'cancelled'] as const;
/**
 * `pending` before its first step, `running` while there is something to do now, `waiting` for a time or an event; `failed` ones
 * stay as they are until somebody retries them.
 */
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** An instance as it is taken up. */
export interface Execution {
  readonly id: string;
  readonly ownerId: string;
  readonly workflowId: string;
  readonly version: number;
  readonly status: ExecutionStatus;
  readonly leadId: string | null;
  readonly step: string | null;
  /** Counts its visits of steps, this one included. */
  readonly seq: number;
  /** When it came to the step; null before that. */
  readonly since: string | null;
  /** Whether the step has been looked at in this visit. */
  readonly looked: boolean;
  readonly attempt: number;
  /** Of this visit. */
  readonly failures: number;
  readonly dueAt: string | null;
  readonly state: Record<string, unknown> | null;
  readonly woken: Record<string, unknown> | null;
  readonly input: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  /** What a person has asked for while a call was under way; done as soon as that is over. */
  readonly wanted: string | null;
  readonly concurrencyKey: string | null;
  readonly parentId: string | null;
  readonly depth: number;
  readonly createdAt: string;
}

/** An instance at a step, with what the step needs to know. */
export interface Visit {
  readonly execution: Execution;
  readonly definition: Definition;
  readonly step: Step;
  readonly lead: Lead | null;
  readonly now: Date;
}

/** Names what a visit does: however often it is begun, it is the same deed. */
export function deedKey({ execution: { id, seq } }: Pick<Visit, 'execution'>): string {
  return `${id}/${seq}`;
}

/** What came of a visit. */
export type Outcome =
  /** It goes on, by the first way out where none is named. `skipped` says why nothing was done. */
  | {
      readonly kind: 'go';
      readonly exit?: string;
      readonly output?: unknown;
      readonly skipped?: string;
      /** What belongs into the transaction that notes the outcome. */
      readonly commit?: () => Promise<void>;
    }
  /** It is looked at again then, or when the event happens, or when somebody wakes it. */
  | {
      readonly kind: 'wait';
      readonly until: Date | null;
      readonly state?: Record<string, unknown>;
      readonly awaits?: AwaitedEvent;
    }
  /** The instance is over. */
  | { readonly kind: 'end'; readonly reason: string; readonly status?: 'completed' | 'cancelled' }
  /** It did not work; unless that is final it is tried again. */
  | {
      readonly kind: 'fail';
      readonly code: string;
      readonly message: string;
      readonly final: boolean;
      /** Seconds that somebody has asked us to wait. */
      readonly after?: number;
      readonly output?: unknown;
    };

export const went = (output?: unknown, exit?: string): Outcome => ({
  kind: 'go',
  ...(output !== undefined && { output }),
  ...(exit !== undefined && { exit }),
});
