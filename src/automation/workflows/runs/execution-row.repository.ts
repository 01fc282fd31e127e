import { type RawBuilder, sql } from 'kysely';
import type { Execution, ExecutionStatus } from './visit.js';

export interface ExecutionRow {
  id: string;
  created_by: string;
  workflow_id: string;
  version: number | null;
  status: string;
  lead_id: string | null;
  step: string | null;
  seq: number;
  since: string | null;
  looked: boolean;
  attempt: number;
  failures: number;
  due_at: string | null;
  state: Record<string, unknown> | null;
  woken: Record<string, unknown> | null;
  input_data: Record<string, unknown> | null;
  outputs: Record<string, unknown>;
  wanted: string | null;
  concurrency_key: string | null;
  parent_id: string | null;
  depth: number;
  created_at: string;
}

/** The columns of an instance that say where it is. */
export const EXECUTION_COLUMNS = sql.join(
  [
    'id',
    'created_by',
    'workflow_id',
    'version',
    'status',
    'lead_id',
    'step',
    'seq',
    'since',
    'looked',
    'attempt',
    'failures',
    'due_at',
    'state',
    'woken',
    'input_data',
    'outputs',
    'wanted',
    'concurrency_key',
    'parent_id',
    'depth',
    'created_at',
  ].map((name) => sql.ref(`workflow_executions.${name}`)),
);

/** A call to the outside is under way: what is wanted of it waits until it is over. */
export const AT_WORK = sql<boolean>`(status = 'running' and outside and looked)`;

/** What an update sets to end instances; those at work are over once their call is. */
export function cancelled(reason: string): RawBuilder<unknown> {
  return sql`
    status = case when ${AT_WORK} then status else 'cancelled' end,
    wanted = case when ${AT_WORK} then 'cancelled' end,
    due_at = case when ${AT_WORK} then due_at end,
    held_due = null, awaits = null,
    reason = case when ${AT_WORK} then reason else ${reason} end,
    completed_at = case when ${AT_WORK} then null else now() end`;
}

export function toExecution(row: ExecutionRow): Execution {
  return {
    id: row.id,
    ownerId: row.created_by,
    workflowId: row.workflow_id,
    version: row.version ?? 0,
    status: row.status as ExecutionStatus,
    leadId: row.lead_id,
    step: row.step,
    seq: row.seq,
    since: row.since,
    looked: row.looked,
    attempt: row.attempt,
    failures: row.failures,
    dueAt: row.due_at,
    state: row.state,
    woken: row.woken,
    input: row.input_data ?? {},
    outputs: row.outputs,
    wanted: row.wanted,
    concurrencyKey: row.concurrency_key,
    parentId: row.parent_id,
    depth: row.depth,
    createdAt: row.created_at,
  };
}
