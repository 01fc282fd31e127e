import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { ManyPosts, ManyPostsOutcome } from './bulk.dto.js';
import { BulkPosts } from './bulk.service.js';

@ApiTags('Social')
@Controller('api/social/posts/bulk')
export class BulkController {
  constructor(private readonly bulk: BulkPosts) {}

  /** Keeps many posts, or with `dry_run` says what would become of each. */
  @Post()
  @HttpCode(200)
  keep(@CurrentUser() caller: Caller, @Body() body: ManyPosts): Promise<ManyPostsOutcome> {
    return this.bulk.keep(caller.id, body);
  }
}
