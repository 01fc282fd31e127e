import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { Sequence, SequenceDeleted, SequenceFigures } from './sequence.answers.dto.js';
import { NewSequence, SequenceChanges, SequenceQuery } from './sequence.dto.js';
import { SequenceService } from './sequence.service.js';

@ApiTags('E-mail')
@Controller('api/email/sequences')
export class SequenceController {
  constructor(private readonly sequences: SequenceService) {}

  /** Lists your sequences, newest first. */
  @Get()
  @Lists(Sequence)
  async list(@CurrentUser() caller: Caller, @Query() query: SequenceQuery): Promise<Listed<Sequence>> {
    const { items, nextCursor } = await this.sequences.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Keeps a sequence as a draft; there may be 200. */
  @Post()
  create(@CurrentUser() caller: Caller, @Body() sequence: NewSequence): Promise<Sequence> {
    return this.sequences.create(caller.id, sequence);
  }

  /** Shows one sequence. */
  @Get(':sequenceId')
  get(@CurrentUser() caller: Caller, @Param('sequenceId') sequenceId: string): Promise<Sequence> {
    return this.sequences.get(caller.id, sequenceId);
  }

  /** Changes a draft or a paused sequence; who is on the way goes on with the step at the same place. */
  @Patch(':sequenceId')
  @AlsoFails(409, 422)
  change(
    @CurrentUser() caller: Caller,
    @Param('sequenceId') sequenceId: string,
    @Body() changes: SequenceChanges,
  ): Promise<Sequence> {
    return this.sequences.change(caller.id, sequenceId, changes);
  }

  /** Deletes a sequence and who was on the way through it; mails that have not left are not sent (`sequence_left`). */
  @Delete(':sequenceId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('sequenceId') sequenceId: string,
  ): Promise<SequenceDeleted> {
    await this.sequences.remove(caller.id, sequenceId);
    return { deleted: true };
  }

  /** Sets a draft going; steps whose mails cannot be made are refused. */
  @Post(':sequenceId/start')
  @HttpCode(200)
  start(@CurrentUser() caller: Caller, @Param('sequenceId') sequenceId: string): Promise<Sequence> {
    return this.sequences.start(caller.id, sequenceId);
  }

  /** Pauses a sequence: nobody gets another mail until it is resumed, also not one that was posted and has not left. */
  @Post(':sequenceId/pause')
  @HttpCode(200)
  pause(@CurrentUser() caller: Caller, @Param('sequenceId') sequenceId: string): Promise<Sequence> {
    return this.sequences.pause(caller.id, sequenceId);
  }

  /** Goes on; what has become due meanwhile is due now. */
  @Post(':sequenceId/resume')
  @HttpCode(200)
  resume(@CurrentUser() caller: Caller, @Param('sequenceId') sequenceId: string): Promise<Sequence> {
    return this.sequences.resume(caller.id, sequenceId);
  }

  /** Ends a sequence for good: who is on the way leaves it, and mails that have not left are not sent (`sequence_left`). */
  @Post(':sequenceId/stop')
  @HttpCode(200)
  stop(@CurrentUser() caller: Caller, @Param('sequenceId') sequenceId: string): Promise<Sequence> {
    return this.sequences.stop(caller.id, sequenceId);
  }

  /** Counts what each step has come to, and how those who entered have left. */
  @Get(':sequenceId/figures')
  figures(@CurrentUser() caller: Caller, @Param('sequenceId') sequenceId: string): Promise<SequenceFigures> {
    return this.sequences.figures(caller.id, sequenceId);
  }
}
