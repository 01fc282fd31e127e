import type { Readable } from 'node:stream';
import { Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { StreamsBody } from '#platform/http/route-body.decorators';
import { SuppressionFileMissing } from '../email.errors.js';
import { SuppressionImport } from './suppression.dto.js';
import { SuppressionFiles } from './suppression-files.js';

/** The list of addresses that are not written to, as a file. */
@ApiTags('E-mail')
@Controller('api/email/suppressions')
export class SuppressionFileController {
  constructor(private readonly files: SuppressionFiles) {}

  /** Takes a CSV file of up to 200,000 addresses, one a line, with a reason behind it if it is not `manual`. */
  @Post('import')
  @HttpCode(200)
  @Header('connection', 'close')
  @StreamsBody('text/csv', 'application/csv', 'application/octet-stream')
  @AlsoFails(413)
  @ApiConsumes('text/csv', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  take(@CurrentUser() caller: Caller, @Req() { body }: FastifyRequest): Promise<SuppressionImport> {
    if (typeof (body as Readable | undefined)?.pipe !== 'function') throw new SuppressionFileMissing();
    return this.files.take(caller.id, body as Readable);
  }

  /** Downloads the list as CSV. */
  @Get('export.csv')
  @Answers('stream')
  @ApiProduces('text/csv')
  async give(@CurrentUser() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="suppressions.csv"')
      .header('cache-control', 'no-store')
      .send(this.files.give(caller.id));
  }
}
