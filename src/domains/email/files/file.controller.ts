import { Readable } from 'node:stream';
import { Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { readFileForm } from '#platform/http/multipart';
import { PageQuery } from '#platform/http/page-query';
import { StreamsBody } from '#platform/http/route-body.decorators';
import { MailFile, MailFileDeleted, MailFileQuery } from './file.dto.js';
import { FileEmpty } from './file.errors.js';
import { type ArrivingFile, MailFiles } from './file.service.js';

const TAKEN = ['multipart/form-data', 'application/octet-stream'];

/** Files that the caller attaches to mails: name their ids as `attachments` of a mail or a template. */
@ApiTags('E-mail')
@Controller('api/email/files')
export class FileController {
  constructor(private readonly files: MailFiles) {}

  /** Lists your files, newest first. */
  @Get()
  @Lists(MailFile)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<MailFile>> {
    const { items, nextCursor } = await this.files.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /**
   * Takes a file of up to 10 MiB, as the first file of a form or as the body itself. Documents, pictures, tables and texts may be
   * attached; programs, archives, web pages and what is not what its name says are refused. There may be 200.
   */
  @Post()
  @HttpCode(201)
  @Header('connection', 'close')
  @StreamsBody(...TAKEN)
  @ApiConsumes(...TAKEN)
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  async add(
    @CurrentUser() caller: Caller,
    @Query() query: MailFileQuery,
    @Req() request: FastifyRequest,
  ): Promise<MailFile> {
    return this.files.add(caller.id, await arrivingFile(request, query));
  }

  /** Shows what is known of a file. */
  @Get(':fileId')
  get(@CurrentUser() caller: Caller, @Param('fileId') fileId: string): Promise<MailFile> {
    return this.files.get(caller.id, fileId);
  }

  /** Downloads a file, to be saved and not shown. */
  @Get(':fileId/content')
  @Answers('stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces('application/octet-stream')
  async content(
    @CurrentUser() caller: Caller,
    @Param('fileId') fileId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { file, content } = await this.files.content(caller.id, fileId);
    await reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(Readable.from(content));
  }

  /** Deletes a file that goes with no template, and with no mail that is still to leave. */
  @Delete(':fileId')
  async remove(@CurrentUser() caller: Caller, @Param('fileId') fileId: string): Promise<MailFileDeleted> {
    await this.files.remove(caller.id, fileId);
    return { deleted: true };
  }
}

async function arrivingFile({ body, headers }: FastifyRequest, query: MailFileQuery): Promise<ArrivingFile> {
  if (!(body instanceof Readable)) throw new FileEmpty();
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type))
    return { name: query.name ?? '', content: body.iterator({ destroyOnReturn: false }) };
  const { file } = await readFileForm(body, type);
  if (!file) throw new FileEmpty();
  return { name: query.name ?? file.fileName, content: file.content };
}
