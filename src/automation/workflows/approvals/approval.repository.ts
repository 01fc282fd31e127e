import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { WorkflowApprovalsTable } from '#platform/database/schema.generated';
import type { Approval, ApprovalQuery, ApprovalStatus } from './approval.dto.js';

/** A question that an instance asks. */
export interface NewApproval {
  readonly id: string;
  readonly execution_id: string;
  readonly seq: number;
  readonly lead_id: string | null;
  readonly expires_at: string;
}

/** What all questions of a step have alike. */
export interface Question {
  readonly workflowId: string;
  readonly step: string;
  readonly title: string;
  readonly says: string | null;
}

/** What people are asked to decide. */
@Injectable()
export class ApprovalRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_approvals', 'workflow_executions');
  }

  async ask(ownerId: string, question: Question, approvals: readonly NewApproval[]): Promise<void> {
    const { workflowId, step, title, says } = question;
    await sql`
      insert into workflow_approvals (id, created_by, execution_id, seq, workflow_id, step, lead_id, title, says, expires_at)
      select id, ${ownerId}::uuid, execution_id, seq, ${workflowId}, ${step}, lead_id, ${title}, ${says}::text, expires_at
      from json_to_recordset(${JSON.stringify(approvals)}::json)
        as given (id uuid, execution_id uuid, seq integer, lead_id uuid, expires_at timestamptz)
      on conflict (execution_id, seq) do update set status = 'waiting', expires_at = excluded.expires_at,
        reminded_at = null, escalated_at = null, decided_at = null, decided_by = null, comment = null`.execute(
      this.tables,
    );
  }

  /** Those of the owner's among the ids of instances that are still to be decided. */
  async waitingOf(
    ownerId: string,
    executionIds: readonly string[],
  ): Promise<Selectable<WorkflowApprovalsTable>[]> {
    return this.tables
      .selectFrom('workflow_approvals')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('status', '=', 'waiting')
      .where(sql<boolean>`execution_id = any(${[...executionIds]}::uuid[])`)
      .execute();
  }

  /** Notes that somebody has been told, or that the time is over. */
  async mark(
    ownerId: string,
    ids: readonly string[],
    what: 'reminded' | 'escalated' | 'timed_out',
  ): Promise<void> {
    if (ids.length === 0) return;
    const change =
      what === 'timed_out'
        ? sql`status = 'timed_out', decided_at = now()`
        : what === 'reminded'
          ? sql`reminded_at = now()`
          : sql`escalated_at = now()`;
    await sql`
      update workflow_approvals set ${change}
      where id = any(${[...ids]}::uuid[]) and created_by = ${ownerId}`.execute(this.tables);
  }

  /** Newest first. */
  async list(ownerId: string, query: ApprovalQuery): Promise<Page<Approval>> {
    let wanted = this.tables.selectFrom('workflow_approvals').selectAll().where('created_by', '=', ownerId);
    if (query.status !== undefined) wanted = wanted.where('status', '=', query.status);
    if (query.workflow_id !== undefined) wanted = wanted.where('workflow_id', '=', query.workflow_id);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toApproval), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<Approval | undefined> {
    const row = await this.tables
      .selectFrom('workflow_approvals')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toApproval(row);
  }

  /** The decision, and the instance that goes on with it; nothing when it is decided already. */
  async decide(
    ownerId: string,
    id: string,
    { decision, comment }: { decision: 'approved' | 'rejected'; comment: string | null },
  ): Promise<Approval | undefined> {
    const { rows } = await sql<Selectable<WorkflowApprovalsTable>>`
      with decided as (
        update workflow_approvals set status = ${decision}, decided_by = ${ownerId}, decided_at = now(), comment = ${comment}::text
        where id = ${id} and created_by = ${ownerId} and status = 'waiting' returning *
      ), going_on as (
        update workflow_executions set woken = jsonb_build_object('decision', ${decision}::text, 'comment', ${comment}::text),
          due_at = case when workflow_executions.status <> 'paused' then now() end,
          held_due = case when workflow_executions.status = 'paused' then now() end
        from decided where workflow_executions.id = decided.execution_id and workflow_executions.seq = decided.seq
          and workflow_executions.completed_at is null
      )
      select * from decided`.execute(this.tables);
    return rows[0] && toApproval(rows[0]);
  }
}

function toApproval(row: Selectable<WorkflowApprovalsTable>): Approval {
  return {
    id: row.id,
    workflow_id: row.workflow_id,
    execution_id: row.execution_id,
    step: row.step,
    lead_id: row.lead_id,
    title: row.title,
    says: row.says,
    status: row.status as ApprovalStatus,
    expires_at: row.expires_at,
    reminded_at: row.reminded_at,
    escalated_at: row.escalated_at,
    decided_at: row.decided_at,
    comment: row.comment,
    created_at: row.created_at,
  };
}
