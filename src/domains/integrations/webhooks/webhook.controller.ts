import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { ShownOnce } from '#platform/http/shown-once.decorator';
import { visitorOf } from '#platform/http/visitor';
import { describedEvents } from './described-events.js';
import {
  CreateWebhook,
  EventDescription,
  NewWebhook,
  RotatedSecret,
  RotateSecret,
  UpdateWebhook,
  Webhook,
  WebhookDeleted,
} from './webhook.dto.js';
import { WebhookService } from './webhook.service.js';

/** Servers of yours that are told what happens here. */
@ApiTags('Webhooks')
@Controller('api/integrations/webhooks')
export class WebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  /** Lists your webhooks, newest first. */
  @Get()
  @Lists(Webhook)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Webhook>> {
    const { items, nextCursor } = await this.webhooks.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Adds a webhook. The answer holds the secret that signs its deliveries: it is shown this once. */
  @Post()
  @HttpCode(201)
  @ShownOnce()
  create(
    @CurrentUser() caller: Caller,
    @Body() webhook: CreateWebhook,
    @Req() request: FastifyRequest,
  ): Promise<NewWebhook> {
    return this.webhooks.create(caller.id, webhook, visitorOf(request));
  }

  /** Lists the events that there are, each with the JSON schema of its data and an example. */
  @Get('events')
  events(): EventDescription[] {
    return describedEvents();
  }

  /** Reads one webhook. */
  @Get(':webhookId')
  get(@CurrentUser() caller: Caller, @Param('webhookId') webhookId: string): Promise<Webhook> {
    return this.webhooks.get(caller.id, webhookId);
  }

  /** Changes a webhook; what is left out stays as it is. */
  @Patch(':webhookId')
  change(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Body() changes: UpdateWebhook,
    @Req() request: FastifyRequest,
  ): Promise<Webhook> {
    return this.webhooks.change(caller.id, webhookId, changes, visitorOf(request));
  }

  /** Deletes a webhook with its deliveries. */
  @Delete(':webhookId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Req() request: FastifyRequest,
  ): Promise<WebhookDeleted> {
    await this.webhooks.remove(caller.id, webhookId, visitorOf(request));
    return { id: webhookId, deleted: true };
  }

  /** Makes a new secret, shown this once. For some hours deliveries bear the signature of the one before, too. */
  @Post(':webhookId/secret/rotate')
  @HttpCode(200)
  @ShownOnce()
  rotate(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Body() wanted: RotateSecret,
    @Req() request: FastifyRequest,
  ): Promise<RotatedSecret> {
    return this.webhooks.rotate(caller.id, webhookId, wanted, visitorOf(request));
  }
}
