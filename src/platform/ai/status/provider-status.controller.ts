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

  /**
   * Tries the key that counts for you: the models are listed, then the default one is asked for a single token, since an account
   * with nothing left to spend lists them as well. That costs some ten tokens, told by `GET /api/ai/usage` as `keys.test` and
   * held against your budget; where it does not reach for them, the models are listed only.
   */
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
