import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { StepFigures } from './figure.dto.js';

@Injectable()
export class FigureRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_figures', 'workflow_executions');
  }

  /** By version and step: what was counted, and who is there now. */
  async of(ownerId: string, workflowId: string, version: number | null): Promise<StepFigures[]> {
    const only = version === null ? sql`` : sql`and version = ${version}`;
    const { rows } = await sql<StepFigures>`
      with here as (
        select version, step, count(*)::int as waiting from workflow_executions
        where created_by = ${ownerId} and workflow_id = ${workflowId} and completed_at is null and step is not null ${only}
        group by version, step
      ), counted as (
        select version, step, entered, done, skipped, failed, ended, goal from workflow_figures
        where created_by = ${ownerId} and workflow_id = ${workflowId} ${only}
      )
      select version, step, coalesce(entered, 0)::float8 as entered, coalesce(done, 0)::float8 as done,
        coalesce(waiting, 0) as waiting, coalesce(skipped, 0)::float8 as skipped, coalesce(failed, 0)::float8 as failed,
        coalesce(ended, 0)::float8 as ended, coalesce(goal, 0)::float8 as goal
      from counted full join here using (version, step) order by version desc, step`.execute(this.tables);
    return rows;
  }
}
