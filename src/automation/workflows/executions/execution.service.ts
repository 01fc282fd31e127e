import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import { LARGEST_INPUT } from '../definitions/definition.js';
import { WorkflowService } from '../definitions/workflow.service.js';
import { Doors } from '../entries/doors.js';
import { Entries } from '../entries/entries.service.js';
import type { Entry } from '../entries/entry.js';
import {
  ExecutionNotFound,
  ExecutionNotOpen,
  InputTooLarge,
  LeadsUnknown,
  LeadUnderWay,
  NotLetIn,
} from '../workflow.errors.js';
import type {
  BegunExecutions,
  ExecutionQuery,
  ExecutionStep,
  RetryExecution,
  RunWorkflow,
  WorkflowExecution,
  WorkflowExecutionWithSteps,
  WorkflowState,
} from './execution.dto.js';
import { ExecutionRepository } from './execution.repository.js';
import { Steering } from './steering.js';

const STEPS_SHOWN = 200;

/** Instances: begun by hand, looked at, held up and helped on. */
@Injectable()
export class ExecutionService {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly workflows: WorkflowService,
    private readonly doors: Doors,
    private readonly entries: Entries,
    private readonly leads: LeadBatches,
    private readonly steering: Steering,
  ) {}

  /** Begins an instance, or one for each lead; refused when none is let in. */
  async run(ownerId: string, workflowId: string, wanted: RunWorkflow): Promise<BegunExecutions> {
    const { parameters: input = {}, lead_id, lead_ids = [] } = wanted;
    if (Buffer.byteLength(JSON.stringify(input)) > LARGEST_INPUT) throw new InputTooLarge(LARGEST_INPUT);
    const door = await this.doors.open(ownerId, workflowId);
    const leadIds = [
      ...new Set([...(lead_id === undefined ? [] : [lead_id]), ...lead_ids].map((id) => id.toLowerCase())),
    ];
    const known = await this.leads.many(ownerId, leadIds);
    if (known.size < leadIds.length) throw new LeadsUnknown();
    const wanting: Entry[] =
      leadIds.length === 0 ? [{ leadId: null, input }] : leadIds.map((leadId) => ({ leadId, input }));
    const entered = await this.entries.enter(ownerId, door, wanting);
    const execution_ids = entered.flatMap(({ executionId }) => executionId ?? []);
    const [execution_id] = execution_ids;
    if (execution_id === undefined) throw new NotLetIn();
    return {
      execution_id,
      status: 'pending',
      workflow_id: door.workflowId,
      version: door.version,
      execution_ids,
      refused: wanting.length - execution_ids.length,
      message: `Workflow ${workflowId} executed`,
    };
  }

  list(ownerId: string, query: ExecutionQuery): Promise<Page<WorkflowExecution>> {
    return this.executions.list(ownerId, query);
  }

  async ofWorkflow(ownerId: string, id: string, query: ExecutionQuery): Promise<Page<WorkflowExecution>> {
    const { id: workflowId } = await this.workflows.get(ownerId, id);
    return this.executions.list(ownerId, { ...query, workflowId });
  }

  async get(ownerId: string, id: string): Promise<WorkflowExecutionWithSteps> {
    const execution = await this.found(ownerId, id);
    return { ...execution, steps: await this.executions.steps(ownerId, id, STEPS_SHOWN) };
  }

  /** How a workflow stands: its instances, and how the last one went, step by step. */
  async state(ownerId: string, id: string): Promise<WorkflowState> {
    const { id: workflowId, name, status, version, steps } = await this.workflows.get(ownerId, id);
    const last = (await this.executions.newest(ownerId, workflowId)) ?? null;
    const visits = last ? await this.executions.steps(ownerId, last.id, STEPS_SHOWN) : [];
    return {
      id: workflowId,
      name,
      status,
      version,
      executions: await this.executions.counts(ownerId, workflowId),
      last_execution: last,
      steps: steps.map((step) => ({ id: step.id, type: step.type, status: statusOf(step, last, visits) })),
    };
  }

  pause(ownerId: string, id: string): Promise<WorkflowExecution> {
    return this.steered(ownerId, id, 'paused', () => this.steering.pause(ownerId, { ids: [id] }));
  }

  resume(ownerId: string, id: string): Promise<WorkflowExecution> {
    return this.steered(ownerId, id, 'resumed', () => this.steering.resume(ownerId, { ids: [id] }));
  }

  cancel(ownerId: string, id: string): Promise<WorkflowExecution> {
    return this.steered(ownerId, id, 'cancelled', () => this.steering.cancel(ownerId, { ids: [id] }));
  }

  retry(
    ownerId: string,
    id: string,
    { from = 'failed', to_version }: RetryExecution,
  ): Promise<WorkflowExecution> {
    const wish = { from, version: to_version };
    return this.steered(ownerId, id, 'retried', async () => {
      const { changed, refused } = await this.steering.retry(ownerId, { ids: [id] }, wish);
      if (refused > 0) throw new LeadUnderWay();
      return changed;
    });
  }

  private async steered(
    ownerId: string,
    id: string,
    done: string,
    steer: () => Promise<number>,
  ): Promise<WorkflowExecution> {
    const { status } = await this.found(ownerId, id);
    if ((await steer()) === 0) throw new ExecutionNotOpen(status, done);
    return this.found(ownerId, id);
  }

  private async found(ownerId: string, id: string): Promise<WorkflowExecution> {
    const execution = isUuid(id) ? await this.executions.find(ownerId, id) : undefined;
    if (!execution) throw new ExecutionNotFound();
    return execution;
  }
}

/** In the words of older clients. */
function statusOf(
  { id, type }: { id: string; type: string },
  last: WorkflowExecution | null,
  visits: readonly ExecutionStep[],
): string {
  if (type === 'trigger') return last?.trigger === id ? 'completed' : 'pending';
  const visit = visits.findLast(({ step }) => step === id);
  if (!visit) return last?.step === id && last.completed_at === null ? 'running' : 'pending';
  if (visit.status === 'done' || visit.status === 'skipped') return 'completed';
  return visit.status === 'failed' ? 'failed' : 'running';
}
