import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import {
  ConnectByKey,
  Connection,
  ConnectionTest,
  ConnectOutcome,
  DisconnectOutcome,
  NewConnection,
} from './connection.dto.js';
import { ConnectionService } from './connection.service.js';

/** A service is named as in the list; `sprout` means `sprout-social`. */
@ApiTags('Integrations')
@Controller('api/integrations')
export class ConnectionController {
  constructor(private readonly connections: ConnectionService) {}

  /** Lists what you have connected, newest first. */
  @Get('connections')
  @Lists(Connection)
  async list(@CurrentUser() caller: Caller): Promise<Listed<Connection>> {
    return new Listed(await this.connections.list(caller.id), null);
  }

  /** Remembers a service and what you say of it; connects it where an `api_key` is among that. */
  @Post('connections')
  @RateClass('generation')
  @AlsoFails(501, 503)
  add(
    @CurrentUser() caller: Caller,
    @Body() body: NewConnection,
    @Req() request: FastifyRequest,
  ): Promise<Connection> {
    return this.connections.add(caller.id, body, visitorOf(request));
  }

  /** Disconnects a service and forgets it, by the id of the connection or the name of the service. */
  @Delete('connections/:connectionId')
  remove(
    @CurrentUser() caller: Caller,
    @Param('connectionId') connectionId: string,
    @Req() request: FastifyRequest,
  ): Promise<DisconnectOutcome> {
    return this.connections.remove(caller.id, connectionId, visitorOf(request));
  }

  /** Connects a service by a key of yours, once the service has taken it. */
  @Post(':service/connect')
  @HttpCode(200)
  @RateClass('generation')
  @AlsoFails(501, 503)
  connect(
    @CurrentUser() caller: Caller,
    @Param('service') service: string,
    @Body() { api_key }: ConnectByKey,
    @Req() request: FastifyRequest,
  ): Promise<ConnectOutcome> {
    return this.connections.connectByKey(caller.id, service, api_key, visitorOf(request));
  }

  /** Reads anew which accounts a service can post to. */
  @Post(':service/sync')
  @HttpCode(200)
  @RateClass('generation')
  @AlsoFails(501, 503)
  sync(@CurrentUser() caller: Caller, @Param('service') service: string): Promise<Connection> {
    return this.connections.sync(caller.id, service);
  }

  /** Asks a service whether it takes your key or token at the moment. */
  @Post(':service/test')
  @HttpCode(200)
  @RateClass('generation')
  test(@CurrentUser() caller: Caller, @Param('service') service: string): Promise<ConnectionTest> {
    return this.connections.test(caller.id, service);
  }

  /** Disconnects a service: its key or token is forgotten, and where the service offers it, revoked. */
  @Delete(':service/disconnect')
  disconnect(
    @CurrentUser() caller: Caller,
    @Param('service') service: string,
    @Req() request: FastifyRequest,
  ): Promise<DisconnectOutcome> {
    return this.connections.disconnect(caller.id, service, visitorOf(request));
  }
}
