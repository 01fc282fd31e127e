import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import {
  CannedAnswer,
  CannedAnswerDeleted,
  FilledAnswer,
  NewCannedAnswer,
  UpdateCannedAnswer,
} from './canned-answer.dto.js';
import { CannedAnswerService } from './canned-answer.service.js';

@ApiTags('Support')
@Controller('api/support/canned-answers')
@AdminOnly()
export class CannedAnswerController {
  constructor(private readonly answers: CannedAnswerService) {}

  /** Lists what the desk says often, newest first. */
  @Get()
  @Lists(CannedAnswer)
  async list(@Query() page: PageQuery): Promise<Listed<CannedAnswer>> {
    const { items, nextCursor } = await this.answers.list(page);
    return new Listed(items, nextCursor);
  }

  /** Adds something the desk says often. */
  @Post()
  @HttpCode(201)
  add(@CurrentUser() caller: Caller, @Body() answer: NewCannedAnswer): Promise<CannedAnswer> {
    return this.answers.add(caller.id, answer);
  }

  /** Reads a canned answer. */
  @Get(':answerId')
  get(@Param('answerId') answerId: string): Promise<CannedAnswer> {
    return this.answers.get(answerId);
  }

  /** Changes a canned answer; what is left out stays as it is. */
  @Put(':answerId')
  update(@Param('answerId') answerId: string, @Body() changes: UpdateCannedAnswer): Promise<CannedAnswer> {
    return this.answers.update(answerId, changes);
  }

  /** Deletes a canned answer. */
  @Delete(':answerId')
  async remove(@Param('answerId') answerId: string): Promise<CannedAnswerDeleted> {
    await this.answers.remove(answerId);
    return { deleted: true };
  }

  /** Shows a canned answer filled in for a ticket; it is not sent. */
  @Get(':answerId/for/:ticketId')
  async fill(
    @Param('answerId') answerId: string,
    @Param('ticketId') ticketId: string,
  ): Promise<FilledAnswer> {
    return { text: await this.answers.fill(answerId, ticketId) };
  }
}
