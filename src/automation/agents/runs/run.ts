import type { ErrorKind, FieldIssue } from '#kernel/errors';
import type { Risk } from '../risk.js';

export const RUN_STATUSES = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Where a task came from. */
export type RunTrigger = 'api' | 'job' | 'workflow';

/** Why a run did not succeed, kept so that any process can tell it as the one that met it would have. */
export interface RunError {
  readonly code: string;
  readonly kind: ErrorKind | 'unexpected';
  readonly message: string;
  readonly issues?: readonly FieldIssue[];
  readonly retryAfter?: number;
}

/** What a run may use up. */
export interface RunLimits {
  readonly maxSteps: number;
  /** US dollars times a million; null: no limit but the owner's budget of the day. */
  readonly budgetMicros: number | null;
  readonly deadlineSeconds: number;
}

/** One task given to one agent. */
export interface Run {
  readonly id: string;
  readonly userId: string;
  readonly agent: string;
  readonly task: string;
  readonly trigger: RunTrigger;
  readonly status: RunStatus;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: RunError | null;
  readonly limits: RunLimits;
  readonly progress: number;
  readonly progressNote: string | null;
  /** Whether a model had a part in it. */
  readonly ai: boolean;
  readonly steps: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  /** Counts the workers that took it. */
  readonly attempt: number;
  readonly revision: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export type StepKind = 'model' | 'tool' | 'change';
export type StepStatus = 'running' | 'waiting' | 'approved' | 'rejected' | 'done' | 'failed';

/** One thing a run did, is doing or wants to do. */
export interface Step {
  readonly seq: number;
  /** What it is called within its run. */
  readonly key: string;
  readonly kind: StepKind;
  readonly risk: Risk;
  readonly status: StepStatus;
  /** What a person is asked to decide, in one sentence. */
  readonly says: string | null;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: string | null;
  readonly promptVersion: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
  readonly durationMs: number | null;
  readonly revision: number;
  readonly decidedAt: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** A run as one worker holds it: what it writes counts only while the attempt is still its own. */
export type HeldRun = Pick<Run, 'id' | 'userId' | 'attempt'>;
