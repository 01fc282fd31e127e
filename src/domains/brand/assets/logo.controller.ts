import { Readable } from 'node:stream';
import { Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { StreamsBody } from '#platform/http/route-body.decorators';
import { Logo, LogoDeleted, LogoQuery } from './logo.dto.js';
import { LogoEmpty } from './logo.errors.js';
import { LOGO_TYPES } from './logo-file.js';
import { LogoService } from './logo.service.js';

const TYPES = [...Object.keys(LOGO_TYPES), 'application/octet-stream'];

@ApiTags('Brand')
@Controller('api/brand/logos')
export class LogoController {
  constructor(private readonly logos: LogoService) {}

  /** Lists your logos, newest first. */
  @Get()
  @Lists(Logo)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Logo>> {
    const { items, nextCursor } = await this.logos.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Takes a PNG, JPEG, WebP or SVG of up to 2 MiB; what it is, the file itself says. There may be 20. */
  @Post()
  @HttpCode(201)
  @Header('connection', 'close')
  @StreamsBody(...TYPES)
  @ApiConsumes(...TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  add(
    @CurrentUser() caller: Caller,
    @Query() query: LogoQuery,
    @Req() request: FastifyRequest,
  ): Promise<Logo> {
    return this.logos.add(caller.id, uploadOf(request), query);
  }

  /** Downloads the file of a logo. An SVG comes as a file to be saved, as it may hold scripts. */
  @Get(':logoId/file')
  @Answers('stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces('image/png', 'image/jpeg', 'image/webp', 'application/octet-stream')
  async file(
    @CurrentUser() caller: Caller,
    @Param('logoId') logoId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { content, contentType, disposition } = await this.logos.file(caller.id, logoId);
    await reply
      .header('content-type', contentType)
      .header('content-disposition', disposition)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(content);
  }

  /** Deletes a logo and its file; a brand that uses it uses none from then on. */
  @Delete(':logoId')
  async remove(@CurrentUser() caller: Caller, @Param('logoId') logoId: string): Promise<LogoDeleted> {
    await this.logos.remove(caller.id, logoId);
    return { deleted: true };
  }
}

/** The body as it arrives; a request without one has no file. */
function uploadOf({ body }: FastifyRequest): Readable {
  if (!(body instanceof Readable)) throw new LogoEmpty();
  return body;
}
