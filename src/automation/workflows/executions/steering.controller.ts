import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import {
  ChangedExecutions,
  ExecutionSelection,
  MigratedExecutions,
  MigrateExecutions,
  RetriedExecutions,
  RetryExecutions,
} from './execution.dto.js';
import { SteeringDesk } from './steering-desk.js';

@ApiTags('Workflows')
@Controller(['api/workflows/:workflowId/executions', 'api/workflow/:workflowId/executions'])
export class SteeringController {
  constructor(private readonly desk: SteeringDesk) {}

  /** Lets failed instances of a workflow go on, all or those that are meant. */
  @Post('retry')
  @HttpCode(200)
  retry(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() wish: RetryExecutions,
  ): Promise<RetriedExecutions> {
    return this.desk.retry(caller.id, workflowId, wish);
  }

  /** Ends instances of a workflow, all or those that are meant. */
  @Post('cancel')
  @HttpCode(200)
  cancel(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() meant: ExecutionSelection,
  ): Promise<ChangedExecutions> {
    return this.desk.cancel(caller.id, workflowId, meant);
  }

  /** Takes instances that wait, or have failed, to another version, where that has their step. */
  @Post('migrate')
  @HttpCode(200)
  migrate(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() wish: MigrateExecutions,
  ): Promise<MigratedExecutions> {
    return this.desk.migrate(caller.id, workflowId, wish);
  }
}
