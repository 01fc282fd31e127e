import type { Readable } from 'node:stream';
import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { StreamsBody } from '#platform/http/route-body.decorators';
import { InboundNotMail, InboundTooLarge } from '../support.errors.js';
import { InboundReceipt } from './inbound.dto.js';
import { InboundService } from './inbound.service.js';

const MEBIBYTES = 10;

/** Where mail to the desk comes in. */
@ApiTags('Support')
@Controller('api/support')
export class InboundController {
  constructor(private readonly inbound: InboundService) {}

  /**
   * Takes a mail as it travels (RFC 5322), of up to 10 MiB, from the server that receives mail for the desk. `X-Support-Signature`
   * is `sha256=` and the HMAC of `X-Support-Timestamp`, a dot and the mail, with SUPPORT_INBOUND_SECRET, in hexadecimal digits.
   * The same mail again changes nothing. One server hands in the mail of many, so addresses are not limited here. What a sender
   * writes beyond ten new tickets, or beyond twenty messages on one, in an hour answers 429: hand it in again later. A mail that
   * can never be read is `ignored`, so that nobody tries again.
   */
  @Post('inbound')
  @HttpCode(200)
  @Header('connection', 'close')
  @Public()
  @RateClass('none')
  @Answers('status')
  @AlsoFails(413, 503)
  @StreamsBody('message/rfc822', 'application/octet-stream')
  @ApiConsumes('message/rfc822', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({
    name: 'X-Support-Timestamp',
    description: 'Seconds since 1970, at most five minutes away.',
    required: true,
  })
  @ApiHeader({ name: 'X-Support-Signature', description: 'As `sha256=…`.', required: true })
  async take(@Req() { body, headers }: FastifyRequest): Promise<InboundReceipt> {
    const signature = {
      timestamp: String(headers['x-support-timestamp'] ?? ''),
      signature: String(headers['x-support-signature'] ?? ''),
    };
    this.inbound.admit(signature);
    if (typeof (body as Readable | undefined)?.pipe !== 'function') throw new InboundNotMail();
    const taken = await this.inbound.take(signature, await whole(body as Readable));
    return { outcome: taken.outcome, reason: taken.reason, ticket_id: taken.ticket_id };
  }
}

async function whole(body: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MEBIBYTES * 2 ** 20) throw new InboundTooLarge(MEBIBYTES);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
