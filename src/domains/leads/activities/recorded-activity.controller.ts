import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { TimelineQuery } from '../timeline/timeline.dto.js';
import { ActivityDeleted, RecordActivity, RecordedActivity } from './recorded-activity.dto.js';
import { RecordedActivityService } from './recorded-activity.service.js';

@ApiTags('Leads')
@Controller('api/leads/:leadId/activities')
export class RecordedActivityController {
  constructor(private readonly activities: RecordedActivityService) {}

  /** Lists the calls, meetings and messages that people have recorded with a lead, the latest first. */
  @Get()
  @Lists(RecordedActivity)
  async list(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Query() query: TimelineQuery,
  ): Promise<Listed<RecordedActivity>> {
    const { items, nextCursor } = await this.activities.list(caller.id, leadId, query);
    return new Listed(items, nextCursor);
  }

  /** Records a call, a meeting or a message with a lead; it stands in the timeline when it happened. */
  @Post()
  @HttpCode(201)
  record(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Body() activity: RecordActivity,
  ): Promise<RecordedActivity> {
    return this.activities.record(caller.id, leadId, activity);
  }

  /** Records it anew: what is left out is no longer known, the time stays unless it is named. */
  @Put(':activityId')
  change(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Param('activityId') activityId: string,
    @Body() activity: RecordActivity,
  ): Promise<RecordedActivity> {
    return this.activities.change(caller.id, { leadId, activityId }, activity);
  }

  /** Takes what was recorded out of the timeline. */
  @Delete(':activityId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Param('activityId') activityId: string,
  ): Promise<ActivityDeleted> {
    await this.activities.remove(caller.id, { leadId, activityId });
    return { deleted: true };
  }
}
