import { type Selectable, sql } from 'kysely';
import type { AgentRunsTable } from '#platform/database/schema.generated';
import type { Run, RunError, RunLimits, RunStatus, RunTrigger } from './run.js';

export type RunRow = Selectable<AgentRunsTable>;

/** States in which something is still to come. */
export const OPEN = sql.raw(`('queued', 'running', 'waiting')`);

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    userId: row.user_id,
    agent: row.agent,
    task: row.task,
    trigger: row.trigger as RunTrigger,
    status: row.status as RunStatus,
    input: row.input,
    output: row.output,
    error: row.error as RunError | null,
    limits: row.limits as unknown as RunLimits,
    progress: row.progress,
    progressNote: row.progress_note,
    ai: row.ai,
    steps: row.steps,
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    costMicros: Number(row.cost_micros),
    attempt: row.attempt,
    revision: row.revision,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
