import type { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser, Public } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { bodyTextOf } from '#platform/http/body-text';
import { RateClass } from '#platform/http/rate-limit.guard';
import { KeepsBodyText, StreamsBody } from '#platform/http/route-body.decorators';
import { EventReceipt } from './endpoint.dto.js';
import { EventTracked, TrackedEvent } from './event.dto.js';
import { EventsTooLarge, EventsUnreadable } from './event.errors.js';
import { EventService } from './event.service.js';

const LONGEST = 1024 * 1024;

/** What became of mail, told by providers and by the owner. */
@ApiTags('E-mail sending')
@Controller('api/email/events')
export class EventController {
  constructor(private readonly events: EventService) {}

  /** Keeps something that happened to a message of yours, with what it means for its report and its recipient. */
  @Post('track')
  @HttpCode(200)
  @Answers('success')
  async track(@CurrentUser() caller: Caller, @Body() event: TrackedEvent): Promise<EventTracked> {
    await this.events.track(caller.id, event);
    return { tracked: true };
  }

  /**
   * Takes events from a provider, at the address that an event endpoint names: SendGrid signs with ECDSA, Mailgun and Resend
   * with HMAC, SES through certificates of SNS (whose subscription is confirmed by itself), Postmark, Brevo and any other server
   * by a password or token. What comes again changes nothing. One provider sends events of many readers, so addresses are not limited.
   */
  @Post(':provider/:key')
  @HttpCode(200)
  @Public()
  @RateClass('none')
  @Answers('success')
  @KeepsBodyText()
  @StreamsBody('text/plain')
  @ApiConsumes('application/json', 'text/plain')
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  async take(
    @Param('provider') provider: string,
    @Param('key') key: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<EventReceipt> {
    const { text, read } = await bodyOf(body, request);
    const { headers, ip } = request;
    return { taken: await this.events.take(provider, key, { text, body: read, headers, ip }) };
  }
}

/** SNS sends its JSON as plain text. */
async function bodyOf(body: unknown, request: FastifyRequest): Promise<{ text: string; read: unknown }> {
  if (typeof (body as Readable | undefined)?.pipe !== 'function')
    return { text: bodyTextOf(request), read: body };
  const text = await textOf(body as Readable);
  try {
    return { text, read: JSON.parse(text) as unknown };
  } catch {
    throw new EventsUnreadable();
  }
}

async function textOf(body: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > LONGEST) throw new EventsTooLarge(1_000);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
