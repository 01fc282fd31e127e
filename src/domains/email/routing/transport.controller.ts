import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import {
  CreateTransport,
  MailTransport,
  TransportDeleted,
  TransportTest,
  UpdateTransport,
} from './transport.dto.js';
import { TransportService } from './transport.service.js';

/** Accounts with providers of mail, and mail servers, by which the caller's mail goes out. */
@ApiTags('E-mail sending')
@Controller('api/email/transports')
export class TransportController {
  constructor(private readonly transports: TransportService) {}

  /** Lists your transports, newest first. Mail goes out by ours while there is none. */
  @Get()
  @Lists(MailTransport)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<MailTransport>> {
    const { items, nextCursor } = await this.transports.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Adds a transport. Its secret is sealed, and never shown. */
  @Post()
  @HttpCode(201)
  create(
    @CurrentUser() caller: Caller,
    @Body() transport: CreateTransport,
    @Req() request: FastifyRequest,
  ): Promise<MailTransport> {
    return this.transports.create(caller.id, transport, visitorOf(request));
  }

  /** Reads one transport. */
  @Get(':transportId')
  get(@CurrentUser() caller: Caller, @Param('transportId') transportId: string): Promise<MailTransport> {
    return this.transports.get(caller.id, transportId);
  }

  /** Changes a transport; what is left out stays as it is. */
  @Put(':transportId')
  update(
    @CurrentUser() caller: Caller,
    @Param('transportId') transportId: string,
    @Body() changes: UpdateTransport,
    @Req() request: FastifyRequest,
  ): Promise<MailTransport> {
    return this.transports.update(caller.id, transportId, changes, visitorOf(request));
  }

  /** Deletes a transport and forgets its secret. Mail that waits for it goes by the next. */
  @Delete(':transportId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('transportId') transportId: string,
    @Req() request: FastifyRequest,
  ): Promise<TransportDeleted> {
    await this.transports.remove(caller.id, transportId, visitorOf(request));
    return { deleted: true };
  }

  /** Asks the provider or server whether it would take mail. Nothing is sent. */
  @Post(':transportId/test')
  @HttpCode(200)
  @RateClass('generation')
  test(@CurrentUser() caller: Caller, @Param('transportId') transportId: string): Promise<TransportTest> {
    return this.transports.test(caller.id, transportId);
  }
}
