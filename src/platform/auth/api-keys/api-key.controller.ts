import { Body, Controller, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { ShownOnce } from '#platform/http/shown-once.decorator';
import { PageQuery } from '#platform/http/page-query';
import { visitorOf } from '#platform/http/visitor';
import { CurrentUser } from '../access.decorators.js';
import type { Caller } from '../caller.js';
import { ApiKey, ApiKeyScopes, NewApiKey, ShownApiKey } from './api-key.dto.js';
import { ApiKeys } from './api-key.service.js';
import { SCOPES } from './scopes.js';

@ApiTags('API keys')
@Controller('api/user/api-keys')
export class ApiKeyController {
  constructor(private readonly keys: ApiKeys) {}

  /** Makes a key for a machine, which comes in by it as you. The key is shown this once. */
  @Post()
  @ShownOnce()
  add(
    @CurrentUser() caller: Caller,
    @Body() wanted: NewApiKey,
    @Req() request: FastifyRequest,
  ): Promise<ShownApiKey> {
    return this.keys.add(caller, wanted, visitorOf(request));
  }

  /** Lists your keys, newest first, those that were revoked as well. */
  @Get()
  @Lists(ApiKey)
  async list(@CurrentUser() caller: Caller, @Query() query: PageQuery): Promise<Listed<ApiKey>> {
    const { items, nextCursor } = await this.keys.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Lists what keys can be given for. */
  @Get('scopes')
  scopes(): ApiKeyScopes {
    return { scopes: [...SCOPES] };
  }

  /** Replaces the secret of a key; the former one is not valid any more. The new key is shown this once. */
  @Post(':keyId/rotate')
  @ShownOnce()
  rotate(
    @CurrentUser() caller: Caller,
    @Param('keyId') keyId: string,
    @Req() request: FastifyRequest,
  ): Promise<ShownApiKey> {
    return this.keys.rotate(caller.id, keyId, visitorOf(request));
  }

  /** Revokes a key for good. Other instances of the server follow within seconds. */
  @Delete(':keyId')
  revoke(
    @CurrentUser() caller: Caller,
    @Param('keyId') keyId: string,
    @Req() request: FastifyRequest,
  ): Promise<ApiKey> {
    return this.keys.revoke(caller.id, keyId, visitorOf(request));
  }
}
