import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { Enrolled, Enrolment, EnrolmentQuery, Entrants, Replied, Reply } from './enrolment.dto.js';
import { EnrolmentService } from './enrolment.service.js';

@ApiTags('E-mail')
@Controller('api/email/sequences')
export class EnrolmentController {
  constructor(private readonly enrolments: EnrolmentService) {}

  /** Tells that somebody has replied: they leave the sequences of yours that stop on a reply, whose mails that have not left are not sent (`sequence_left`). */
  @Post('replies')
  @HttpCode(200)
  async replied(@CurrentUser() caller: Caller, @Body() { email }: Reply): Promise<Replied> {
    return { stopped: await this.enrolments.replied(caller.id, email) };
  }

  /** Lets leads into a sequence; whoever is on the way already, or may not enter again, is left out. */
  @Post(':sequenceId/enrolments')
  @HttpCode(200)
  enrol(
    @CurrentUser() caller: Caller,
    @Param('sequenceId') sequenceId: string,
    @Body() entrants: Entrants,
  ): Promise<Enrolled> {
    return this.enrolments.enrol(caller.id, sequenceId, entrants);
  }

  /** Lists who has entered a sequence, newest first, and how far they have come. */
  @Get(':sequenceId/enrolments')
  @Lists(Enrolment)
  async list(
    @CurrentUser() caller: Caller,
    @Param('sequenceId') sequenceId: string,
    @Query() query: EnrolmentQuery,
  ): Promise<Listed<Enrolment>> {
    const { items, nextCursor } = await this.enrolments.list(caller.id, sequenceId, query);
    return new Listed(items, nextCursor);
  }

  /** Pauses somebody's way through a sequence; a mail that was posted and has not left waits too. */
  @Post(':sequenceId/enrolments/:enrolmentId/pause')
  @HttpCode(200)
  pause(
    @CurrentUser() caller: Caller,
    @Param('sequenceId') sequenceId: string,
    @Param('enrolmentId') enrolmentId: string,
  ): Promise<Enrolment> {
    return this.enrolments.pause(caller.id, sequenceId, enrolmentId);
  }

  /** Goes on with somebody's way; a step that has become due meanwhile is due now. */
  @Post(':sequenceId/enrolments/:enrolmentId/resume')
  @HttpCode(200)
  resume(
    @CurrentUser() caller: Caller,
    @Param('sequenceId') sequenceId: string,
    @Param('enrolmentId') enrolmentId: string,
  ): Promise<Enrolment> {
    return this.enrolments.resume(caller.id, sequenceId, enrolmentId);
  }

  /** Takes somebody out of a sequence; its mails to them that have not left are not sent (`sequence_left`). */
  @Post(':sequenceId/enrolments/:enrolmentId/stop')
  @HttpCode(200)
  stop(
    @CurrentUser() caller: Caller,
    @Param('sequenceId') sequenceId: string,
    @Param('enrolmentId') enrolmentId: string,
  ): Promise<Enrolment> {
    return this.enrolments.stop(caller.id, sequenceId, enrolmentId);
  }
}
