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
import {
  CreateEndpoint,
  EndpointDeleted,
  EventEndpoint,
  NewEndpoint,
  UpdateEndpoint,
} from './endpoint.dto.js';
import { EndpointService } from './endpoint.service.js';

/** Where providers send what became of the caller's mail. */
@ApiTags('E-mail sending')
@Controller('api/email/event-endpoints')
export class EndpointController {
  constructor(private readonly endpoints: EndpointService) {}

  /** Lists your event endpoints, newest first. */
  @Get()
  @Lists(EventEndpoint)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<EventEndpoint>> {
    const { items, nextCursor } = await this.endpoints.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Adds an endpoint. The answer holds the address to enter at the provider. */
  @Post()
  @ShownOnce()
  @HttpCode(201)
  create(
    @CurrentUser() caller: Caller,
    @Body() endpoint: CreateEndpoint,
    @Req() request: FastifyRequest,
  ): Promise<NewEndpoint> {
    return this.endpoints.create(caller.id, endpoint, visitorOf(request));
  }

  /** Reads one endpoint. */
  @Get(':endpointId')
  get(@CurrentUser() caller: Caller, @Param('endpointId') endpointId: string): Promise<EventEndpoint> {
    return this.endpoints.get(caller.id, endpointId);
  }

  /** Changes an endpoint; what is left out stays as it is. */
  @Put(':endpointId')
  update(
    @CurrentUser() caller: Caller,
    @Param('endpointId') endpointId: string,
    @Body() changes: UpdateEndpoint,
    @Req() request: FastifyRequest,
  ): Promise<EventEndpoint> {
    return this.endpoints.update(caller.id, endpointId, changes, visitorOf(request));
  }

  /** Deletes an endpoint; what it has told stays. */
  @Delete(':endpointId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('endpointId') endpointId: string,
    @Req() request: FastifyRequest,
  ): Promise<EndpointDeleted> {
    await this.endpoints.remove(caller.id, endpointId, visitorOf(request));
    return { deleted: true };
  }
}
