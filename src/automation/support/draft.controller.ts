import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { DraftAnswer, DraftWish } from './draft.dto.js';
import { DraftService } from './draft.service.js';

@ApiTags('Support')
@Controller('api/support/ticket')
export class DraftController {
  constructor(private readonly drafts: DraftService) {}

  /** Drafts an answer from your documents, with its sources. You send it, or another, as a message. */
  @Post(':ticketId/draft')
  @HttpCode(200)
  @AdminOnly()
  @RateClass('generation')
  @Answers('status')
  @AlsoFails(503)
  async draft(
    @CurrentUser() caller: Caller,
    @Param('ticketId') ticketId: string,
    @Body() wish: DraftWish = {},
  ): Promise<DraftAnswer> {
    return { draft: await this.drafts.draft(caller.id, ticketId, wish) };
  }
}
