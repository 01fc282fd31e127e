import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import {
  ConnectByToken,
  ConnectOutcome,
  DisconnectOutcome,
  Platform,
  SocialConnections,
} from './connection.dto.js';
import { ConnectionService } from './connection.service.js';
import { Platforms } from './platforms.js';

@ApiTags('Integrations')
@Controller('api')
export class SocialConnectionController {
  constructor(
    private readonly connections: ConnectionService,
    private readonly platforms: Platforms,
  ) {}

  /** Lists what you have connected, as pages that connect networks read it. */
  @Get('social-connections')
  @Answers('both')
  list(@CurrentUser() caller: Caller): Promise<SocialConnections> {
    return this.platforms.connectionsOf(caller.id);
  }

  /** Disconnects a network or service. */
  @Delete('social-connections/:platform')
  disconnect(
    @CurrentUser() caller: Caller,
    @Param('platform') platform: string,
    @Req() request: FastifyRequest,
  ): Promise<DisconnectOutcome> {
    return this.connections.disconnect(caller.id, platform, visitorOf(request));
  }

  /** Lists networks and services, what each takes, and which you have connected. */
  @Get('social/platforms')
  @Lists(Platform)
  async all(@CurrentUser() caller: Caller): Promise<Listed<Platform>> {
    return new Listed(await this.platforms.all(caller.id), null);
  }

  /** Connects a network by a token that you have by other means than ours, once the network has taken it. */
  @Post('social/connect')
  @HttpCode(200)
  @RateClass('generation')
  @AlsoFails(501, 503)
  connect(
    @CurrentUser() caller: Caller,
    @Body() body: ConnectByToken,
    @Req() request: FastifyRequest,
  ): Promise<ConnectOutcome> {
    return this.connections.connectByToken(caller.id, body, visitorOf(request));
  }
}
