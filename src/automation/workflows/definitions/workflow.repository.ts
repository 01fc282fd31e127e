import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { WorkflowsTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { Definition } from './definition.js';

export const WORKFLOW_STATUSES = ['draft', 'active', 'inactive'] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** A workflow as it is kept; its definition in the format in which it was written. */
export interface KeptWorkflow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: WorkflowStatus;
  readonly definition: Record<string, unknown>;
  readonly version: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}

interface NewWorkflow {
  readonly name: string;
  readonly description: string | null;
  readonly definition: Definition;
}

@Injectable()
export class WorkflowRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflows');
  }

  /** The new workflow; nothing when the owner has `most`. */
  async add(
    ownerId: string,
    { name, description, definition }: NewWorkflow,
    most: number,
  ): Promise<KeptWorkflow | undefined> {
    const { rows } = await sql<Selectable<WorkflowsTable>>`
      insert into workflows (id, created_by, name, description, definition)
      select ${newId()}::uuid, ${ownerId}::uuid, ${name}, ${description}::text, ${JSON.stringify(definition)}::jsonb
      where (select count(*) from workflows where created_by = ${ownerId}) < ${most}
      returning *`.execute(this.tables);
    return rows[0] && toWorkflow(rows[0]);
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<KeptWorkflow>> {
    const own = this.tables.selectFrom('workflows').selectAll().where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toWorkflow), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<KeptWorkflow | undefined> {
    const row = await this.tables
      .selectFrom('workflows')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toWorkflow(row);
  }

  /** The same, held until the transaction ends. */
  async hold(ownerId: string, id: string): Promise<KeptWorkflow | undefined> {
    const row = await this.tables
      .selectFrom('workflows')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    return row && toWorkflow(row);
  }

  async change(
    ownerId: string,
    id: string,
    changes: Partial<NewWorkflow & { status: WorkflowStatus; version: number }>,
  ): Promise<KeptWorkflow | undefined> {
    const { definition, ...columns } = changes;
    const row = await this.tables
      .updateTable('workflows')
      .set({
        ...columns,
        ...(definition && { definition: JSON.stringify(definition) }),
        updated_at: sql`now()`,
      })
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    return row && toWorkflow(row);
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('workflows')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

function toWorkflow(row: Selectable<WorkflowsTable>): KeptWorkflow {
  const { created_by: _, ...workflow } = row;
  return {
    ...workflow,
    status: row.status as WorkflowStatus,
    definition: row.definition as Record<string, unknown>,
  };
}
