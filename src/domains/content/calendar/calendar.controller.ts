import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { instantOf } from '#platform/http/instant.validator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  CalendarEntry,
  CalendarMove,
  CalendarQuery,
  NewCalendarEntry,
  RemovedCalendarEntry,
} from './calendar.dto.js';
import { CalendarService } from './calendar.service.js';

@ApiTags('Content')
@Controller('api/content/calendar')
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  /** Lists what is planned between two moments, the earliest first: your entries, and content that is scheduled or was. */
  @Get()
  @Lists(CalendarEntry)
  @AlsoFails(422)
  async list(@CurrentUser() caller: Caller, @Query() query: CalendarQuery): Promise<Listed<CalendarEntry>> {
    const { items, nextCursor } = await this.calendar.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Puts an entry into the calendar. */
  @Post()
  add(@CurrentUser() caller: Caller, @Body() entry: NewCalendarEntry): Promise<CalendarEntry> {
    return this.calendar.add(caller.id, entry);
  }

  /** Moves an entry to another time, or schedules content anew. */
  @Patch(':entryId')
  @AlsoFails(409, 422)
  move(
    @CurrentUser() caller: Caller,
    @Param('entryId') entryId: string,
    @Body() { scheduled_date }: CalendarMove,
  ): Promise<CalendarEntry> {
    return this.calendar.move(caller.id, entryId, instantOf(scheduled_date));
  }

  /** Removes an entry; content stays, approved and no longer scheduled. */
  @Delete(':entryId')
  @AlsoFails(409)
  async remove(
    @CurrentUser() caller: Caller,
    @Param('entryId') entryId: string,
  ): Promise<RemovedCalendarEntry> {
    await this.calendar.remove(caller.id, entryId);
    return { deleted: true, id: entryId };
  }
}
