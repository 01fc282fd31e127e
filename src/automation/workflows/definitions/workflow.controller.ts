import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import {
  CreateWorkflow,
  DuplicateWorkflow,
  UpdateWorkflow,
  Workflow,
  WorkflowBody,
  WorkflowCheck,
  WorkflowDeleted,
  WorkflowExport,
  WorkflowOverview,
} from './workflow.dto.js';
import { WorkflowService } from './workflow.service.js';

@ApiTags('Workflows')
@Controller(['api/workflows', 'api/workflow'])
export class WorkflowController {
  constructor(private readonly workflows: WorkflowService) {}

  /** Lists the built-in workflows and yours. */
  @Get()
  @Answers('raw')
  async overview(@CurrentUser() caller: Caller): Promise<WorkflowOverview> {
    return { workflows: await this.workflows.overview(caller.id) };
  }

  /** Lists your workflows with their steps, newest first. */
  @Get('list')
  @Lists(Workflow)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Workflow>> {
    const { items, nextCursor } = await this.workflows.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Keeps a workflow as a draft, or publishes it at once. What was exported is imported by this, too. */
  @Post(['', 'create', 'import'])
  create(@CurrentUser() caller: Caller, @Body() workflow: CreateWorkflow): Promise<Workflow> {
    return this.workflows.create(caller.id, workflow);
  }

  /** Says what would keep a workflow from being published, place by place; keeps nothing. */
  @Post('validate')
  @HttpCode(200)
  check(@CurrentUser() caller: Caller, @Body() body: WorkflowBody): Promise<WorkflowCheck> {
    return this.workflows.check(caller.id, body);
  }

  /** Shows a workflow: its draft, and what keeps that from being published. */
  @Get(':workflowId')
  get(@CurrentUser() caller: Caller, @Param('workflowId') workflowId: string): Promise<Workflow> {
    return this.workflows.get(caller.id, workflowId);
  }

  /** Changes the draft; `status` publishes or pauses it. Instances under way stay on their version. */
  @Put(':workflowId')
  update(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() changes: UpdateWorkflow,
  ): Promise<Workflow> {
    return this.workflows.update(caller.id, workflowId, changes);
  }

  /** Deletes a workflow; instances under way are cancelled. */
  @Delete(':workflowId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
  ): Promise<WorkflowDeleted> {
    await this.workflows.remove(caller.id, workflowId);
    return { deleted: true };
  }

  /** Makes a draft of your own that does the same; of a built-in one, too. */
  @Post(':workflowId/duplicate')
  duplicate(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() { name }: DuplicateWorkflow,
  ): Promise<Workflow> {
    return this.workflows.duplicate(caller.id, workflowId, name);
  }

  /** The draft as a file for git; `POST /api/workflows/import` takes it again. */
  @Get(':workflowId/export')
  @Answers('raw')
  export(@CurrentUser() caller: Caller, @Param('workflowId') workflowId: string): Promise<WorkflowExport> {
    return this.workflows.export(caller.id, workflowId);
  }
}
