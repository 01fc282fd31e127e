import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { OwnSchedules } from './own-schedules.service.js';
import { ScheduleCancelled, ScheduleView, ScheduleWithExecutions } from './schedule.answers.dto.js';
import { ScheduleRequest, ScheduleQuery } from './schedule.dto.js';

@ApiTags('Schedules')
@Controller('api/schedules')
export class SchedulesController {
  constructor(private readonly schedules: OwnSchedules) {}

  /** Lists your schedules, newest first. */
  @Get()
  @Lists(ScheduleView)
  async list(@CurrentUser() caller: Caller, @Query() query: ScheduleQuery): Promise<Listed<ScheduleView>> {
    const { items, nextCursor } = await this.schedules.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Schedules something, or schedules it anew. A date that has passed is due at once, if its grace allows. */
  @Post()
  create(@CurrentUser() caller: Caller, @Body() schedule: ScheduleRequest): Promise<ScheduleView> {
    return this.schedules.create(caller.id, schedule);
  }

  /** Shows one schedule, and what became of its last twenty times. */
  @Get(':scheduleId')
  get(
    @CurrentUser() caller: Caller,
    @Param('scheduleId') scheduleId: string,
  ): Promise<ScheduleWithExecutions> {
    return this.schedules.get(caller.id, scheduleId);
  }

  /** Cancels a schedule; what is at work ends, and what was done is kept. */
  @Delete(':scheduleId')
  async cancel(
    @CurrentUser() caller: Caller,
    @Param('scheduleId') scheduleId: string,
  ): Promise<ScheduleCancelled> {
    return { cancelled: await this.schedules.cancel(caller.id, scheduleId) };
  }

  /** Pauses a schedule: its times pass and count neither as done nor as missed. */
  @Post(':scheduleId/pause')
  @HttpCode(200)
  pause(@CurrentUser() caller: Caller, @Param('scheduleId') scheduleId: string): Promise<ScheduleView> {
    return this.schedules.pause(caller.id, scheduleId);
  }

  /** Goes on with the next time; a date that has passed meanwhile is due at once, if its grace allows. */
  @Post(':scheduleId/resume')
  @HttpCode(200)
  resume(@CurrentUser() caller: Caller, @Param('scheduleId') scheduleId: string): Promise<ScheduleView> {
    return this.schedules.resume(caller.id, scheduleId);
  }

  /** Does it once more, now; its own times stay as they are. */
  @Post(':scheduleId/run')
  @HttpCode(202)
  run(@CurrentUser() caller: Caller, @Param('scheduleId') scheduleId: string): Promise<ScheduleView> {
    return this.schedules.runNow(caller.id, scheduleId);
  }
}
