import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { ShownOnce } from '#platform/http/shown-once.decorator';
import { visitorOf } from '#platform/http/visitor';
import { CreateSource, Source, SourceDeleted, SourceWithSecret, UpdateSource } from './source.dto.js';
import { SourceService } from './source.service.js';

@ApiTags('Lead capture')
@Controller('api/lead-capture/sources')
export class SourceController {
  constructor(private readonly sources: SourceService) {}

  /** Lists the systems that send you leads, newest first. */
  @Get()
  @Lists(Source)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Source>> {
    const { items, nextCursor } = await this.sources.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Lets another system send you leads. The answer holds what it signs with, which is never shown again. */
  @Post()
  @ShownOnce()
  @HttpCode(201)
  create(
    @CurrentUser() caller: Caller,
    @Body() source: CreateSource,
    @Req() request: FastifyRequest,
  ): Promise<SourceWithSecret> {
    return this.sources.create(caller.id, source, visitorOf(request));
  }

  /** Reads one source. */
  @Get(':sourceId')
  get(@CurrentUser() caller: Caller, @Param('sourceId') sourceId: string): Promise<Source> {
    return this.sources.get(caller.id, sourceId);
  }

  /** Changes a source; what is left out stays as it is. */
  @Put(':sourceId')
  update(
    @CurrentUser() caller: Caller,
    @Param('sourceId') sourceId: string,
    @Body() changes: UpdateSource,
  ): Promise<Source> {
    return this.sources.update(caller.id, sourceId, changes);
  }

  /** Deletes a source; its leads stay. */
  @Delete(':sourceId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('sourceId') sourceId: string,
    @Req() request: FastifyRequest,
  ): Promise<SourceDeleted> {
    await this.sources.remove(caller.id, sourceId, visitorOf(request));
    return { deleted: true };
  }

  /** Gives a source a new secret; the one before is worthless at once. */
  @Post(':sourceId/rotate-secret')
  @ShownOnce()
  @HttpCode(200)
  rotate(
    @CurrentUser() caller: Caller,
    @Param('sourceId') sourceId: string,
    @Req() request: FastifyRequest,
  ): Promise<SourceWithSecret> {
    return this.sources.rotate(caller.id, sourceId, visitorOf(request));
  }
}
