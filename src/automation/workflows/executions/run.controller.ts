import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  BegunExecutions,
  ExecutedWorkflow,
  ExecuteWorkflow,
  ExecutionQuery,
  RunWorkflow,
  WorkflowExecution,
  WorkflowState,
} from './execution.dto.js';
import { ExecutionService } from './execution.service.js';

@ApiTags('Workflows')
@Controller(['api/workflows', 'api/workflow'])
export class RunController {
  constructor(private readonly executions: ExecutionService) {}

  /** Runs a workflow. */
  @Post('execute')
  @HttpCode(200)
  @Answers('status')
  async execute(
    @CurrentUser() caller: Caller,
    @Body() { workflow_id, ...wanted }: ExecuteWorkflow,
  ): Promise<ExecutedWorkflow> {
    const { message, execution_id } = await this.executions.run(caller.id, workflow_id, wanted);
    return { message, execution_id };
  }

  /** Runs a workflow for nobody, for a lead, or for up to 1,000 leads. */
  @Post(':workflowId/execute')
  @HttpCode(200)
  run(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() wanted: RunWorkflow,
  ): Promise<BegunExecutions> {
    return this.executions.run(caller.id, workflowId, wanted);
  }

  /** Tells how a workflow stands: its instances, and how the last one went, step by step. */
  @Get(':workflowId/status')
  state(@CurrentUser() caller: Caller, @Param('workflowId') workflowId: string): Promise<WorkflowState> {
    return this.executions.state(caller.id, workflowId);
  }

  /** Lists the instances of a workflow, newest first. */
  @Get(':workflowId/executions')
  @Lists(WorkflowExecution)
  async list(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Query() query: ExecutionQuery,
  ): Promise<Listed<WorkflowExecution>> {
    const { items, nextCursor } = await this.executions.ofWorkflow(caller.id, workflowId, query);
    return new Listed(items, nextCursor);
  }
}
