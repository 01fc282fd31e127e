import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { NewSchedule, ScheduleChanges, ScheduleDeleted, ScrapeSchedule } from './schedule.dto.js';
import { ScheduleService } from './schedule.service.js';

@ApiTags('Scraper')
@Controller('api/scraper/schedules')
export class ScheduleController {
  constructor(private readonly schedules: ScheduleService) {}

  /** Lists your schedules, newest first. */
  @Get()
  @Lists(ScrapeSchedule)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<ScrapeSchedule>> {
    const { items, nextCursor } = await this.schedules.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Has a task of the scraper done again and again; there may be 20. What is read stands among your results. */
  @Post()
  @HttpCode(201)
  create(@CurrentUser() caller: Caller, @Body() schedule: NewSchedule): Promise<ScrapeSchedule> {
    return this.schedules.create(caller.id, schedule);
  }

  /** Reads one schedule, and how it went last. */
  @Get(':scheduleId')
  get(@CurrentUser() caller: Caller, @Param('scheduleId') scheduleId: string): Promise<ScrapeSchedule> {
    return this.schedules.get(caller.id, scheduleId);
  }

  /** Changes a schedule, or lays it to rest. */
  @Patch(':scheduleId')
  change(
    @CurrentUser() caller: Caller,
    @Param('scheduleId') scheduleId: string,
    @Body() changes: ScheduleChanges,
  ): Promise<ScrapeSchedule> {
    return this.schedules.change(caller.id, scheduleId, changes);
  }

  /** Deletes a schedule; what it has read stays. */
  @Delete(':scheduleId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('scheduleId') scheduleId: string,
  ): Promise<ScheduleDeleted> {
    await this.schedules.remove(caller.id, scheduleId);
    return { deleted: true };
  }
}
