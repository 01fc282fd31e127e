import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser, Public } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { ExportQuery, LeadExport, StartExport } from './export.dto.js';
import { ExportFileService, type LeadFile } from './export-file.service.js';
import { ExportService } from './export.service.js';

@ApiTags('Lead exports')
@Controller('api/leads')
export class ExportController {
  constructor(
    private readonly exports: ExportService,
    private readonly files: ExportFileService,
  ) {}

  /** Downloads your leads as CSV or JSON while they are read; many of them are better exported in the background. */
  @Get('export')
  @Answers('stream')
  @ApiProduces('text/csv', 'application/json')
  async export(
    @CurrentUser() caller: Caller,
    @Query() query: ExportQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendFile(reply, await this.files.file(caller.id, query));
  }

  /** Writes a file of your leads in the background, to be downloaded by a link for seven days. */
  @Post('exports')
  @HttpCode(202)
  start(@CurrentUser() caller: Caller, @Body() wanted: StartExport): Promise<LeadExport> {
    return this.exports.start(caller.id, wanted);
  }

  /** Lists your exports, newest first. */
  @Get('exports')
  @Lists(LeadExport)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<LeadExport>> {
    const { items, nextCursor } = await this.exports.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Tells how far an export has come, and once it is complete where its file lies. */
  @Get('exports/:exportId')
  get(@CurrentUser() caller: Caller, @Param('exportId') exportId: string): Promise<LeadExport> {
    return this.exports.get(caller.id, exportId);
  }

  /** Stops an export; no file is left of it. */
  @Post('exports/:exportId/cancel')
  @HttpCode(200)
  cancel(@CurrentUser() caller: Caller, @Param('exportId') exportId: string): Promise<LeadExport> {
    return this.exports.cancel(caller.id, exportId);
  }
}

@ApiTags('Lead exports')
@Controller('x')
export class ExportDownloadController {
  constructor(private readonly exports: ExportService) {}

  /** Downloads the file behind a link that an export has given. */
  @Public()
  @Get(':token')
  @Answers('stream')
  @ApiProduces('text/csv', 'application/json')
  async download(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.exports.download(token);
    reply.header('content-length', file.bytes);
    await sendFile(reply, file);
  }
}

async function sendFile(reply: FastifyReply, { name, mediaType, content }: LeadFile): Promise<void> {
  await reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .send(content);
}
