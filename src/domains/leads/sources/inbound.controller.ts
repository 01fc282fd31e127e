import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { bodyTextOf } from '#platform/http/body-text';
import { RateClass } from '#platform/http/rate-limit.guard';
import { KeepsBodyText } from '#platform/http/route-body.decorators';
import { InboundService } from './inbound.service.js';
import { DeliveryReceipt } from './source.dto.js';

/** Where other systems send leads. */
@ApiTags('Lead capture')
@Controller('api/lead-capture/inbound')
export class InboundController {
  constructor(private readonly inbound: InboundService) {}

  /**
   * Takes leads from another system. The body is whatever that system sends, read by the mapping of the source, and signed
   * over its exact bytes: in the headers of Standard Webhooks, or as `X-Signature: sha256=` and the hexadecimal digits of an
   * HMAC-SHA256 whose key is the text of the secret, `whsec_` included. A delivery that comes again changes nothing.
   */
  @Post(':sourceId')
  @HttpCode(200)
  @Public()
  @RateClass('public')
  @Answers('success')
  @KeepsBodyText()
  @ApiHeader({ name: 'webhook-id', required: false })
  @ApiHeader({ name: 'webhook-timestamp', required: false })
  @ApiHeader({ name: 'webhook-signature', required: false })
  @ApiHeader({ name: 'x-signature', required: false })
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  take(
    @Param('sourceId') sourceId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<DeliveryReceipt> {
    return this.inbound.take(sourceId, { body, text: bodyTextOf(request), headers: request.headers });
  }
}
