import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { ExportWish } from '../proposal.dto.js';
import { FORMATS } from './document-format.js';
import { ProposalExport } from './export.dto.js';
import { ExportService } from './export.service.js';

@ApiTags('Proposals')
@Controller('api/proposals/:proposalId')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  /** Says where the proposal can be downloaded as a PDF or a Word file. The file is made when it is downloaded. */
  @Post('export')
  @HttpCode(200)
  export(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Query() query: ExportWish,
    @Body() body: ExportWish = {},
  ): Promise<ProposalExport> {
    return this.exports.announce(caller.id, proposalId, body.format ?? query.format ?? 'pdf');
  }

  /** Downloads the proposal as `pdf` or `word`, as it is at this moment. */
  @Get('download/:format')
  @Answers('stream')
  @RateClass('generation')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces(FORMATS.pdf.mediaType, FORMATS.word.mediaType)
  async download(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Param('format') format: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.exports.file(caller.id, proposalId, format);
    await reply
      .header('content-type', file.mediaType)
      .header('content-disposition', file.disposition)
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
  }
}
