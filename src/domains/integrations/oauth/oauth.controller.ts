import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import { ConnectionService } from '../connections/connection.service.js';
import { Authorize, Callback, Connected, Consent, Expiry, Revoked } from './oauth.dto.js';
import { OAuthService } from './oauth.service.js';

@ApiTags('Integrations')
@Controller('api')
export class OAuthController {
  constructor(
    private readonly oauth: OAuthService,
    private readonly connections: ConnectionService,
  ) {}

  /** Begins to connect a network: answers the page on which its user agrees. */
  @Post('social-auth/authorize')
  @HttpCode(200)
  @Answers('both')
  @AlsoFails(501, 503)
  authorize(@CurrentUser() caller: Caller, @Body() body: Authorize): Promise<Consent> {
    return this.oauth.begin(caller.id, body);
  }

  /** Finishes what you have begun, with the code that the network has given you. */
  @Post('social-auth/callback')
  @HttpCode(200)
  @Answers('both')
  @RateClass('generation')
  @AlsoFails(501, 503)
  callback(
    @CurrentUser() caller: Caller,
    @Body() body: Callback,
    @Req() request: FastifyRequest,
  ): Promise<Connected> {
    return this.oauth.finish(caller.id, body, visitorOf(request));
  }

  /** Disconnects a network, and tells it that the token is worth nothing any more. */
  @Post('oauth/revoke/:platform')
  @HttpCode(200)
  @Answers('both')
  async revoke(
    @CurrentUser() caller: Caller,
    @Param('platform') platform: string,
    @Req() request: FastifyRequest,
  ): Promise<Revoked> {
    const { service, revoked } = await this.connections.disconnect(caller.id, platform, visitorOf(request));
    return { platform: service, revoked };
  }

  /** Tells whether the token of a network ends soon. */
  @Get('oauth/check-expiry/:platform')
  @Answers('both')
  expiry(@CurrentUser() caller: Caller, @Param('platform') platform: string): Promise<Expiry> {
    return this.oauth.expiry(caller.id, platform);
  }
}
