import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { TimelineEvent, TimelineQuery } from './timeline.dto.js';
import { TimelineService } from './timeline.service.js';

@ApiTags('Leads')
@Controller('api/leads')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  /** Tells what happened to a lead, newest first: submissions, mails, notes, calls and meetings, scores, statuses, consent, agents, merges. */
  @Get(':leadId/timeline')
  @Lists(TimelineEvent)
  async page(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Query() query: TimelineQuery,
  ): Promise<Listed<TimelineEvent>> {
    const { items, nextCursor } = await this.timeline.page(caller.id, leadId, query);
    return new Listed(items, nextCursor);
  }
}
