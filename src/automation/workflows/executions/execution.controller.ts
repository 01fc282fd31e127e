import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  ExecutionQuery,
  RetryExecution,
  WorkflowExecution,
  WorkflowExecutionWithSteps,
} from './execution.dto.js';
import { ExecutionService } from './execution.service.js';

@ApiTags('Workflows')
@Controller(['api/workflows/executions', 'api/workflow/executions'])
export class ExecutionController {
  constructor(private readonly executions: ExecutionService) {}

  /** Lists instances of all your workflows, newest first; `status=failed` are those that need somebody. */
  @Get()
  @Lists(WorkflowExecution)
  async list(
    @CurrentUser() caller: Caller,
    @Query() query: ExecutionQuery,
  ): Promise<Listed<WorkflowExecution>> {
    const { items, nextCursor } = await this.executions.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Shows an instance and what it did, step by step, with what went in and came out. */
  @Get(':executionId')
  get(
    @CurrentUser() caller: Caller,
    @Param('executionId') executionId: string,
  ): Promise<WorkflowExecutionWithSteps> {
    return this.executions.get(caller.id, executionId);
  }

  /** Holds an instance where it is; a call that is under way ends first. */
  @Post(':executionId/pause')
  @HttpCode(200)
  pause(
    @CurrentUser() caller: Caller,
    @Param('executionId') executionId: string,
  ): Promise<WorkflowExecution> {
    return this.executions.pause(caller.id, executionId);
  }

  /** Lets an instance go on. */
  @Post(':executionId/resume')
  @HttpCode(200)
  resume(
    @CurrentUser() caller: Caller,
    @Param('executionId') executionId: string,
  ): Promise<WorkflowExecution> {
    return this.executions.resume(caller.id, executionId);
  }

  /** Ends an instance; a call that is under way ends first. */
  @Post(':executionId/cancel')
  @HttpCode(200)
  cancel(
    @CurrentUser() caller: Caller,
    @Param('executionId') executionId: string,
  ): Promise<WorkflowExecution> {
    return this.executions.cancel(caller.id, executionId);
  }

  /** Lets an instance that failed go on: at the step that failed, from the start, or from a step, on its version or another. */
  @Post(':executionId/retry')
  @HttpCode(200)
  retry(
    @CurrentUser() caller: Caller,
    @Param('executionId') executionId: string,
    @Body() wish: RetryExecution,
  ): Promise<WorkflowExecution> {
    return this.executions.retry(caller.id, executionId, wish);
  }
}
