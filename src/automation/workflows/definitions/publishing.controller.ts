import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { WebhookSigner } from '../nodes/webhook-signer.js';
import { Publishing } from './publishing.service.js';
import { VersionBook } from './version-book.js';
import {
  PublishWorkflow,
  WebhookSecret,
  Workflow,
  WorkflowVersion,
  WorkflowVersionQuery,
} from './workflow.dto.js';
import { WorkflowService } from './workflow.service.js';

@ApiTags('Workflows')
@Controller(['api/workflows', 'api/workflow'])
export class PublishingController {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly publishing: Publishing,
    private readonly versions: VersionBook,
    private readonly signer: WebhookSigner,
  ) {}

  /** Tells the secret with which what your workflows send can be verified, as Standard Webhooks says. */
  @Get('webhook-secret')
  secret(@CurrentUser() caller: Caller): WebhookSecret {
    return { secret: this.signer.secretOf(caller.id) };
  }

  /** Publishes the draft as the next version; whoever enters from now on runs on it. */
  @Post(':workflowId/publish')
  @HttpCode(200)
  async publish(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() { note }: PublishWorkflow,
  ): Promise<Workflow> {
    await this.publishing.publish(caller.id, workflowId, note ?? null);
    return this.workflows.get(caller.id, workflowId);
  }

  /** Lets nobody in any more, and holds whoever is under way where they are. */
  @Post(':workflowId/pause')
  @HttpCode(200)
  async pause(@CurrentUser() caller: Caller, @Param('workflowId') workflowId: string): Promise<Workflow> {
    await this.publishing.pause(caller.id, workflowId);
    return this.workflows.get(caller.id, workflowId);
  }

  /** Lets leads in again and goes on; what fell due meanwhile is done at once. */
  @Post(':workflowId/resume')
  @HttpCode(200)
  async resume(@CurrentUser() caller: Caller, @Param('workflowId') workflowId: string): Promise<Workflow> {
    await this.publishing.resume(caller.id, workflowId);
    return this.workflows.get(caller.id, workflowId);
  }

  /** Lists what was published, the newest version first. */
  @Get(':workflowId/versions')
  async list(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Query() { limit = '20', before }: WorkflowVersionQuery,
  ): Promise<WorkflowVersion[]> {
    const { id } = await this.workflows.get(caller.id, workflowId);
    return this.versions.list(caller.id, id, Number(limit), before === undefined ? null : Number(before));
  }

  /** Shows one version. */
  @Get(':workflowId/versions/:version')
  async version(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Param('version') version: string,
  ): Promise<WorkflowVersion> {
    const { id } = await this.workflows.get(caller.id, workflowId);
    return this.versions.get(caller.id, id, /^\d{1,9}$/.test(version) ? Number(version) : 0);
  }
}
