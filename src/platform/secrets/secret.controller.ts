import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import { NewSecret, SecretEntry, SecretTest } from './secret.dto.js';
import { SecretService } from './secret.service.js';
import { KeyTests } from './testing/key-tests.js';

/**
 * Keys of the caller's own at other services. A service is named as in the list, or `openai`, `anthropic`, `google`, `gemini`
 * and `mistral`.
 */
@ApiTags('User')
@Controller('api/user/secrets')
export class SecretController {
  constructor(
    private readonly secrets: SecretService,
    private readonly tests: KeyTests,
  ) {}

  /** Lists the keys that are kept, without the keys; removed ones are marked. */
  @Get()
  @Lists(SecretEntry)
  async list(@CurrentUser() caller: Caller, @Req() request: FastifyRequest): Promise<Listed<SecretEntry>> {
    return new Listed(await this.secrets.list(caller.id, visitorOf(request)), null);
  }

  /** Keeps a key, in the place of the one that was there. */
  @Put(':service')
  @RateClass('generation')
  put(
    @CurrentUser() caller: Caller,
    @Param('service') service: string,
    @Body() { value }: NewSecret,
    @Req() request: FastifyRequest,
  ): Promise<SecretEntry> {
    return this.secrets.put(caller.id, service, value, visitorOf(request));
  }

  /** Removes a key: it is used no more and its value is forgotten. */
  @Delete(':service')
  remove(
    @CurrentUser() caller: Caller,
    @Param('service') service: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.secrets.remove(caller.id, service, visitorOf(request));
  }

  /**
   * Tries the key by a harmless call of the service. At an AI provider the models are listed and the default one is asked for a
   * single token: some ten tokens, told by `GET /api/ai/usage` as `keys.test`.
   */
  @Post(':service/test')
  @HttpCode(200)
  @RateClass('generation')
  test(@CurrentUser() caller: Caller, @Param('service') service: string): Promise<SecretTest> {
    return this.tests.ofUser(caller.id, service);
  }
}
