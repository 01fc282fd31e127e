import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { AccountLimit } from './cap.dto.js';
import { NetworkCaps } from './cap.service.js';

@ApiTags('Social')
@Controller('api/social/limits')
export class CapController {
  constructor(private readonly caps: NetworkCaps) {}

  /** Lists your accounts, how many posts their networks take from them, and how many have gone. */
  @Get()
  @Lists(AccountLimit)
  async list(@CurrentUser() caller: Caller): Promise<Listed<AccountLimit>> {
    return new Listed(await this.caps.list(caller.id), null);
  }
}
