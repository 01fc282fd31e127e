import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { AgentStepsTable } from '#platform/database/schema.generated';
import type { Risk } from '../risk.js';
import type { HeldRun, Step, StepKind, StepStatus } from './run.js';

/** A step before it is done. */
export interface NewStep {
  readonly key: string;
  readonly kind: StepKind;
  readonly risk: Risk;
  readonly says: string | null;
  readonly input: unknown;
}

/** What came of a step. */
export interface StepResult {
  readonly status: 'done' | 'failed';
  readonly output?: unknown;
  readonly error?: string;
  readonly durationMs: number;
  readonly usage?: ModelUse;
}

/** Who wrote it, and what it used. */
export interface ModelUse {
  readonly ai: boolean;
  readonly promptVersion: string | null;
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
}

/** Steps of runs. A worker writes them only while it holds the run. */
@Injectable()
export class StepRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('agent_steps');
  }

  /** In their order; those changed after `revision`. */
  async of(userId: string, runId: string, revision = -1): Promise<Step[]> {
    const rows = await this.tables
      .selectFrom('agent_steps')
      .selectAll()
      .where('user_id', '=', userId)
      .where('run_id', '=', runId)
      .where('revision', '>', revision)
      .orderBy('seq')
      .execute();
    return rows.map(toStep);
  }

  /**
   * Writes down that a step begins or waits; one that a worker before has left unfinished is begun anew. Its number is
   * counted in the row of the run: steps that begin side by side wait for each other there, and do not see each other's rows.
   */
  async begin(run: HeldRun, step: NewStep, status: 'running' | 'waiting'): Promise<Step | undefined> {
    const { rows } = await sql<Selectable<AgentStepsTable>>`
      with held as (
        update agent_runs set revision = revision + 1,
          steps = steps + (not exists (select from agent_steps where run_id = ${run.id} and key = ${step.key}))::int
        where user_id = ${run.userId} and id = ${run.id} and status = 'running' and attempt = ${run.attempt}
        returning id, user_id, revision, steps
      )
      insert into agent_steps (run_id, seq, user_id, key, kind, risk, status, says, input, revision)
      select held.id, held.steps, held.user_id, ${step.key}, ${step.kind}, ${step.risk}, ${status}, ${step.says}, ${asJson(step.input)}::jsonb, held.revision
      from held
      on conflict (run_id, key) do update
      set status = excluded.status, revision = excluded.revision, started_at = now(), finished_at = null, error = null
      where agent_steps.status <> 'done'
      returning *`.execute(this.tables);
    return rows[0] && toStep(rows[0]);
  }

  /** Answers whether the run was still this worker's. */
  async finish(run: HeldRun, key: string, result: StepResult): Promise<boolean> {
    const { usage } = result;
    const { rows } = await sql<{ seq: number }>`
      with held as (
        update agent_runs set revision = revision + 1, ai = ai or ${usage?.ai ?? false},
          input_tokens = input_tokens + ${usage?.inputTokens ?? 0},
          output_tokens = output_tokens + ${usage?.outputTokens ?? 0},
          cost_micros = cost_micros + ${usage?.costMicros ?? 0}
        where user_id = ${run.userId} and id = ${run.id} and status = 'running' and attempt = ${run.attempt}
        returning id, revision
      )
      update agent_steps
      set status = ${result.status}, output = ${asJson(result.output)}::jsonb, error = ${result.error ?? null},
        duration_ms = ${result.durationMs}, prompt_version = ${usage?.promptVersion ?? null},
        provider = ${usage?.provider ?? null}, model = ${usage?.model ?? null},
        input_tokens = ${usage?.inputTokens ?? 0}, output_tokens = ${usage?.outputTokens ?? 0},
        cost_micros = ${usage?.costMicros ?? null}, revision = held.revision, finished_at = now()
      from held
      where agent_steps.run_id = held.id and agent_steps.key = ${key}
      returning agent_steps.seq`.execute(this.tables);
    return rows.length === 1;
  }

  /** What a person decided about the step that waits; nothing when none does. */
  async decide(userId: string, runId: string, decision: 'approved' | 'rejected'): Promise<Step | undefined> {
    const row = await this.tables
      .updateTable('agent_steps')
      .set({ status: decision, decided_by: userId, decided_at: sql<never>`now()` })
      .where('user_id', '=', userId)
      .where('run_id', '=', runId)
      .where('status', '=', 'waiting')
      .returningAll()
      .executeTakeFirst();
    return row && toStep(row);
  }
}

function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function toStep(row: Selectable<AgentStepsTable>): Step {
  return {
    seq: row.seq,
    key: row.key,
    kind: row.kind as StepKind,
    risk: row.risk as Risk,
    status: row.status as StepStatus,
    says: row.says,
    input: row.input,
    output: row.output,
    error: row.error,
    promptVersion: row.prompt_version,
    provider: row.provider,
    model: row.model,
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    costMicros: row.cost_micros === null ? null : Number(row.cost_micros),
    durationMs: row.duration_ms,
    revision: row.revision,
    decidedAt: row.decided_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
