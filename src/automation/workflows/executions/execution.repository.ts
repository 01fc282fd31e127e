import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { WorkflowExecutionsTable, WorkflowStepsTable } from '#platform/database/schema.generated';
import type { ExecutionStatus } from '../runs/visit.js';
import type { ExecutionQuery, ExecutionStep, WorkflowExecution } from './execution.dto.js';

const COUNTED_AT_MOST = 100_000;

/** Instances as their owners see them. */
@Injectable()
export class ExecutionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_executions', 'workflow_steps');
  }

  /** Newest first. */
  async list(
    ownerId: string,
    query: ExecutionQuery & { workflowId?: string | undefined },
  ): Promise<Page<WorkflowExecution>> {
    const { workflowId, status, lead_id, step } = query;
    let wanted = this.tables.selectFrom('workflow_executions').selectAll().where('created_by', '=', ownerId);
    if (workflowId !== undefined) wanted = wanted.where('workflow_id', '=', workflowId);
    if (status !== undefined) wanted = wanted.where('status', '=', status);
    if (lead_id !== undefined) wanted = wanted.where('lead_id', '=', lead_id);
    if (step !== undefined) wanted = wanted.where('step', '=', step);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toView), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<WorkflowExecution | undefined> {
    const row = await this.tables
      .selectFrom('workflow_executions')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toView(row);
  }

  async newest(ownerId: string, workflowId: string): Promise<WorkflowExecution | undefined> {
    const page = await this.list(ownerId, { workflowId, limit: 1 });
    return page.items[0];
  }

  /** The last visits of an instance, in their order. */
  async steps(ownerId: string, executionId: string, limit: number): Promise<ExecutionStep[]> {
    const rows = await this.tables
      .selectFrom('workflow_steps')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('execution_id', '=', executionId)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.toReversed().map(toStep);
  }

  /** How many there are of each status; counted as far as a hundred thousand. */
  async counts(ownerId: string, workflowId: string): Promise<Record<string, number>> {
    const { rows } = await sql<{ status: string; count: number }>`
      select status, count(*)::int as count from (
        select status from workflow_executions where created_by = ${ownerId} and workflow_id = ${workflowId}
        limit ${sql.lit(COUNTED_AT_MOST)}
      ) counted group by status`.execute(this.tables);
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  /** Forgets instances that were over before, at most so many, with their steps; answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'workflow_executions', column: 'completed_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}

function toView(row: Selectable<WorkflowExecutionsTable>): WorkflowExecution {
  return {
    id: row.id,
    workflow_id: row.workflow_id,
    version: row.version,
    status: row.status as ExecutionStatus,
    lead_id: row.lead_id,
    trigger: row.trigger,
    step: row.step,
    visits: row.seq,
    due_at: row.due_at,
    input: row.input_data as Record<string, unknown> | null,
    outputs: row.outputs as Record<string, unknown>,
    reason: row.reason,
    error_code: row.error_code,
    error_message: row.error_message,
    parent_id: row.parent_id,
    created_at: row.created_at,
    started_at: row.started_at,
    completed_at: row.completed_at,
  };
}

function toStep(row: Selectable<WorkflowStepsTable>): ExecutionStep {
  const { execution_id: _, created_by: __, ...step } = row;
  return step;
}
