import { Injectable } from '@nestjs/common';
import { WorkflowService } from '../definitions/workflow.service.js';
import type {
  ChangedExecutions,
  ExecutionSelection,
  MigratedExecutions,
  MigrateExecutions,
  RetriedExecutions,
  RetryExecutions,
} from './execution.dto.js';
import { Steering } from './steering.js';

/** What is wanted of many instances of one workflow. */
@Injectable()
export class SteeringDesk {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly steering: Steering,
  ) {}

  async retry(
    ownerId: string,
    id: string,
    { from = 'failed', to_version, error_code, ...meant }: RetryExecutions,
  ): Promise<RetriedExecutions> {
    const { id: workflowId } = await this.workflows.get(ownerId, id);
    const selection = { ...meant, workflowId, errorCode: error_code };
    return this.steering.retry(ownerId, selection, { from, version: to_version });
  }

  async cancel(ownerId: string, id: string, meant: ExecutionSelection): Promise<ChangedExecutions> {
    const { id: workflowId } = await this.workflows.get(ownerId, id);
    return { changed: await this.steering.cancel(ownerId, { ...meant, workflowId }) };
  }

  async migrate(
    ownerId: string,
    id: string,
    { to_version: version, steps, ...meant }: MigrateExecutions,
  ): Promise<MigratedExecutions> {
    const { id: workflowId } = await this.workflows.get(ownerId, id);
    return this.steering.migrate(ownerId, { ...meant, workflowId }, { version, map: textsOf(steps) });
  }
}

function textsOf(steps: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(steps).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
