import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser, Public, WhileResting } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import { DataNowService } from './contents/data-now.service.js';
import { DataExport, DataNow, RequestExport } from './export.dto.js';
import { ExportService } from './export.service.js';

@ApiTags('Privacy')
@Controller('api')
export class ExportController {
  constructor(
    private readonly exports: ExportService,
    private readonly now: DataNowService,
  ) {}

  /** Has everything that is kept of you written into a file, to be downloaded by a link for seven days. */
  @Post('privacy/export')
  @HttpCode(202)
  @WhileResting()
  @RateClass('generation')
  @AlsoFails(409)
  request(
    @CurrentUser() caller: Caller,
    @Body() { requestId }: RequestExport,
    @Req() request: FastifyRequest,
  ): Promise<DataExport> {
    return this.exports.request(caller.id, requestId, visitorOf(request));
  }

  /** Tells how far an export has come and where its file lies; it is named by its id or the id of its request. */
  @Get('privacy/export/:exportId')
  get(@CurrentUser() caller: Caller, @Param('exportId') exportId: string): Promise<DataExport> {
    return this.exports.get(caller.id, exportId);
  }

  /** Downloads the file of an export by its link, without signing in. */
  @Get('privacy/export/files/:token')
  @Public()
  @RateClass('anonymous')
  @Answers('stream')
  @ApiProduces('application/zip')
  async download(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { content, bytes } = await this.exports.download(token, visitorOf(request));
    await reply
      .header('content-type', 'application/zip')
      .header('content-length', bytes)
      .header('content-disposition', 'attachment; filename="export.zip"')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .send(content);
  }

  /** Answers everything that is kept of you at once; of many records it says that a file is to be asked for. */
  @Get('user/data-export')
  @Answers('stream')
  @RateClass('generation')
  @AlsoFails(409)
  @ApiProduces('application/json')
  @ApiOkResponse({ type: DataNow })
  async all(@CurrentUser() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    await reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(await this.now.read(caller));
  }
}
