import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { ShownOnce } from '#platform/http/shown-once.decorator';
import { visitorOf } from '#platform/http/visitor';
import { CreateEmailWebhook, NewWebhook } from './webhook.dto.js';
import { WebhookService } from './webhook.service.js';

/** Webhooks for what becomes of mail, as clients of the e-mail routes add them. */
@ApiTags('Webhooks')
@Controller('api/email/webhooks')
export class EmailWebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  /** Adds a webhook for events of mail; it stands among your other webhooks. The secret is shown this once. */
  @Post()
  @HttpCode(201)
  @ShownOnce()
  create(
    @CurrentUser() caller: Caller,
    @Body() { url, events, secret, active, headers }: CreateEmailWebhook,
    @Req() request: FastifyRequest,
  ): Promise<NewWebhook> {
    const named = events.map((event) => (event.startsWith('email.') ? event : `email.${event}`));
    const wanted = { name: 'E-mail events', url, events: named, filter: [], headers, is_active: active };
    return this.webhooks.create(caller.id, { ...wanted, secret_token: secret ?? null }, visitorOf(request));
  }
}
