import { redacted } from '#kernel/redacted';
import {
  DEFAULT_RETRY,
  LARGEST_MEMORY,
  LARGEST_OUTPUT,
  type Persistence,
  stepOf,
} from '../definitions/definition.js';
import { awaitedAt } from '../steps/awaited-at.js';
import { shapeOf } from '../steps/step-shapes.js';
import type { ExecutionStatus, Outcome, Visit } from './visit.js';

/** One visit as it is written down. */
interface StepRecord {
  readonly seq: number;
  readonly step: string;
  readonly type: string;
  readonly status: 'running' | 'waiting' | 'retrying' | 'done' | 'skipped' | 'failed';
  readonly attempts: number;
  readonly exit: string | null;
  readonly input: unknown;
  readonly output: unknown;
  readonly error_code: string | null;
  readonly error: string | null;
  readonly due_at: string | null;
}

/** What becomes of an instance with an outcome. */
export interface Settlement {
  readonly id: string;
  /** Whose word counts; null where the row is held. */
  readonly attempt: number | null;
  readonly status: ExecutionStatus;
  readonly step: string | null;
  readonly seq: number;
  readonly looked: boolean;
  readonly outside: boolean;
  readonly due_at: string | null;
  readonly failures: number;
  readonly state: Record<string, unknown> | null;
  readonly awaits: string | null;
  readonly awaits_match: Record<string, unknown> | null;
  /** By the step, what it has left for others. */
  readonly outputs: Record<string, unknown> | null;
  readonly reason: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly record: StepRecord | null;
}

const LONGEST_PAUSE_SECONDS = 3_600;

/** What becomes of the instance, worked out without looking anywhere. */
export function settled(visit: Visit, outcome: Outcome, chance: () => number = Math.random): Settlement {
  if (outcome.kind === 'wait') return waiting(visit, outcome);
  if (outcome.kind === 'end') return ended(visit, outcome);
  if (outcome.kind === 'go') return gone(visit, outcome);
  const { limit, seconds } = visit.step.retry ?? DEFAULT_RETRY;
  if (!outcome.final && visit.execution.failures < limit)
    return again(visit, outcome, pauseOf(visit.execution.failures, { limit, seconds }, chance));
  if (visit.step.on_error === 'continue')
    return gone(visit, { kind: 'go', skipped: outcome.message, output: outcome.output });
  return failed(visit, outcome);
}

/** An instance that is over before its step is looked at. */
export function overBefore(visit: Visit, reason: string, status: 'completed' | 'cancelled'): Settlement {
  return { ...plain(visit), status, step: visit.step.id, state: visit.execution.state, reason };
}

/** A call to the outside that is about to begin: until `lease` its worker is believed to be alive. */
export function calling(visit: Visit, lease: Date): Settlement {
  const record = recordOf(visit, { status: 'running', due_at: lease.toISOString() });
  return {
    ...plain(visit),
    status: 'running',
    looked: true,
    outside: true,
    due_at: lease.toISOString(),
    record,
  };
}

/** Seconds before the next try: doubled each time, and spread so that many do not come back together. */
export function pauseOf(failures: number, { seconds }: Persistence, chance: () => number): number {
  const longest = Math.min(LONGEST_PAUSE_SECONDS, seconds * 2 ** failures);
  return longest * (0.5 + chance() / 2);
}

function gone(visit: Visit, { exit, output, skipped }: Outcome & { kind: 'go' }): Settlement {
  const { step, definition, execution, now } = visit;
  const ways = shapeOf(step.type)?.exits(step.config) ?? [];
  const taken = exit ?? ways[0] ?? 'next';
  const kept = cut(output);
  const next = stepOf(definition, step.next[taken] ?? null);
  const record = recordOf(visit, {
    status: skipped === undefined ? 'done' : 'skipped',
    exit: taken,
    output: kept ?? null,
    error: skipped ?? null,
  });
  const outputs = kept === undefined ? null : { [step.id]: kept };
  if (outputs && JSON.stringify(execution.outputs).length > LARGEST_MEMORY) return tooMuch(visit);
  if (!next) return { ...plain(visit), status: 'completed', reason: 'end', outputs, record };
  return {
    ...plain(visit),
    status: 'running',
    step: next.id,
    seq: execution.seq + 1,
    looked: false,
    outside: shapeOf(next.type)?.outside ?? false,
    due_at: now.toISOString(),
    failures: 0,
    // What happens from now on counts, however long it takes until the step is looked at.
    ...awaitedAt(next),
    outputs,
    record,
  };
}

function waiting(visit: Visit, { until, state, awaits }: Outcome & { kind: 'wait' }): Settlement {
  const due_at = until?.toISOString() ?? null;
  return {
    ...plain(visit),
    status: 'waiting',
    looked: true,
    due_at,
    state: state ?? visit.execution.state,
    awaits: awaits?.kind ?? null,
    awaits_match: awaits?.match ?? null,
    record: recordOf(visit, { status: 'waiting', due_at }),
  };
}

function ended(visit: Visit, { reason, status = 'completed' }: Outcome & { kind: 'end' }): Settlement {
  return { ...plain(visit), status, reason, record: recordOf(visit, { status: 'done' }) };
}

function again(visit: Visit, outcome: Outcome & { kind: 'fail' }, pause: number): Settlement {
  const seconds = Math.min(86_400, Math.max(pause, outcome.after ?? 0));
  const due_at = new Date(visit.now.getTime() + seconds * 1_000).toISOString();
  return {
    ...plain(visit),
    status: 'waiting',
    looked: true,
    due_at,
    failures: visit.execution.failures + 1,
    state: visit.execution.state,
    error_code: outcome.code,
    error_message: outcome.message,
    record: recordOf(visit, { status: 'retrying', due_at, ...errorOf(outcome) }),
  };
}

function failed(visit: Visit, outcome: Outcome & { kind: 'fail' }): Settlement {
  return {
    ...plain(visit),
    status: 'failed',
    looked: true,
    failures: visit.execution.failures + 1,
    state: visit.execution.state,
    reason: 'failed',
    error_code: outcome.code,
    error_message: outcome.message,
    record: recordOf(visit, { status: 'failed', ...errorOf(outcome) }),
  };
}

function tooMuch(visit: Visit): Settlement {
  const message = `Steps of this instance have left more than ${LARGEST_MEMORY / 1024} KB.`;
  return failed(visit, { kind: 'fail', code: 'workflows/payload-too-large', message, final: true });
}

/** An instance that stays where it is; what differs is said by who uses it. */
function plain({ execution, step }: Visit): Settlement {
  return {
    id: execution.id,
    attempt: null,
    status: execution.status,
    step: step.id,
    seq: execution.seq,
    looked: execution.looked,
    outside: shapeOf(step.type)?.outside ?? false,
    due_at: null,
    failures: execution.failures,
    state: null,
    awaits: null,
    awaits_match: null,
    outputs: null,
    reason: null,
    error_code: null,
    error_message: null,
    record: null,
  };
}

function recordOf(
  { execution, step }: Visit,
  said: Pick<StepRecord, 'status'> & Partial<StepRecord>,
): StepRecord {
  return {
    seq: execution.seq,
    step: step.id,
    type: step.type,
    attempts: execution.failures + 1,
    exit: null,
    input: redacted(step.config),
    output: null,
    error_code: null,
    error: null,
    due_at: null,
    ...said,
  };
}

function errorOf({ code, message, output }: Outcome & { kind: 'fail' }) {
  return { error_code: code, error: message.slice(0, 2_000), output: cut(output) ?? null };
}

/** What a step leaves, within its limit. */
function cut(output: unknown): unknown {
  if (output === undefined) return undefined;
  const written = JSON.stringify(output);
  return written.length <= LARGEST_OUTPUT ? output : { cut: written.slice(0, LARGEST_OUTPUT) };
}
