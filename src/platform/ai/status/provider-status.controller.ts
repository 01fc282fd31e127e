import { Controller, Get, HttpCode, Param, ParseEnumPipe, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AI_PROVIDERS, type AiProviderId } from '../ai-request.js';
import { AiProviderStatuses, AiProviderTest } from './provider-status.dto.js';
import { ProviderStatusService } from './provider-status.service.js';

const PROVIDER = new ParseEnumPipe(Object.fromEntries(AI_PROVIDERS.map((id) => [id, id])));

@ApiTags('AI')
@Controller('api/ai/providers')
export class ProviderStatusController {
  constructor(private readonly status: ProviderStatusService) {}

  /** Lists the AI providers, whether they can be asked for you, and how each is doing. */
  @Get()
  list(@CurrentUser() caller: Caller): Promise<AiProviderStatuses> {
    return this.status.all(caller.id);
  }

  /** Tries the key that counts for you with a harmless call. */
  @Post(':provider/test')
  @HttpCode(200)
  @RateClass('generation')
  @ApiParam({ name: 'provider', enum: AI_PROVIDERS })
  test(
    @CurrentUser() caller: Caller,
    @Param('provider', PROVIDER) provider: AiProviderId,
  ): Promise<AiProviderTest> {
    return this.status.test(caller.id, provider);
  }
}
