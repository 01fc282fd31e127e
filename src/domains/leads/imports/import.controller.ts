import type { Readable } from 'node:stream';
import { Controller, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { StreamsBody } from '#platform/http/route-body.decorators';
import { ColumnsQuery, ImportQuery, LeadImport, LeadImportError } from './import.dto.js';
import { ImportEmpty } from './import.errors.js';
import { ImportService } from './import.service.js';
import { ImportPreview } from './preview.dto.js';
import { PreviewService } from './preview.service.js';

@ApiTags('Lead imports')
@Controller('api/leads')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly previews: PreviewService,
  ) {}

  /** Takes a CSV file of up to 200 MB; its rows are read in the background. */
  @Post('import')
  @HttpCode(202)
  @Header('connection', 'close')
  @StreamsBody('text/csv', 'application/csv', 'application/octet-stream')
  @ApiConsumes('text/csv', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  start(
    @CurrentUser() caller: Caller,
    @Query() query: ImportQuery,
    @Req() request: FastifyRequest,
  ): Promise<LeadImport> {
    return this.imports.start(caller.id, fileOf(request), query);
  }

  /** Tells what an import would make of a file; its first 128 KB are enough. Nothing is kept. */
  @Post('import/preview')
  @HttpCode(200)
  @Header('connection', 'close')
  @StreamsBody('text/csv', 'application/csv', 'application/octet-stream')
  @ApiConsumes('text/csv', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  preview(
    @CurrentUser() caller: Caller,
    @Query() query: ColumnsQuery,
    @Req() request: FastifyRequest,
  ): Promise<ImportPreview> {
    return this.previews.preview(caller.id, fileOf(request), query);
  }

  /** Lists your imports, newest first. */
  @Get('imports')
  @Lists(LeadImport)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<LeadImport>> {
    const { items, nextCursor } = await this.imports.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Tells how far an import has come. */
  @Get('imports/:importId')
  get(@CurrentUser() caller: Caller, @Param('importId') importId: string): Promise<LeadImport> {
    return this.imports.get(caller.id, importId);
  }

  /** Lists the rows that could not be taken; the first 10,000 are kept. */
  @Get('imports/:importId/errors')
  @Lists(LeadImportError)
  async errors(
    @CurrentUser() caller: Caller,
    @Param('importId') importId: string,
    @Query() page: PageQuery,
  ): Promise<Listed<LeadImportError>> {
    const { items, nextCursor } = await this.imports.errors(caller.id, importId, page);
    return new Listed(items, nextCursor);
  }

  /** Downloads the rows that could not be taken. */
  @Get('imports/:importId/errors.csv')
  @Answers('stream')
  @ApiProduces('text/csv')
  async errorFile(
    @CurrentUser() caller: Caller,
    @Param('importId') importId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const content = await this.imports.errorFile(caller.id, importId);
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="import-errors.csv"')
      .header('cache-control', 'no-store')
      .send(content);
  }

  /** Stops an import; what it has read so far stays. */
  @Post('imports/:importId/cancel')
  @HttpCode(200)
  cancel(@CurrentUser() caller: Caller, @Param('importId') importId: string): Promise<LeadImport> {
    return this.imports.cancel(caller.id, importId);
  }
}

/** The body as it arrives; a request without one has no file. */
function fileOf({ body }: FastifyRequest): Readable {
  if (typeof (body as Readable | undefined)?.pipe !== 'function') throw new ImportEmpty();
  return body as Readable;
}
