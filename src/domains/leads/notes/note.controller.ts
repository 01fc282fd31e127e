import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { TimelineQuery } from '../timeline/timeline.dto.js';
import { LeadNote, NoteDeleted, WriteNote } from './note.dto.js';
import { NoteService } from './note.service.js';

@ApiTags('Leads')
@Controller('api/leads/:leadId/notes')
export class NoteController {
  constructor(private readonly notes: NoteService) {}

  /** Lists the notes about a lead, newest first. */
  @Get()
  @Lists(LeadNote)
  async list(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Query() query: TimelineQuery,
  ): Promise<Listed<LeadNote>> {
    const { items, nextCursor } = await this.notes.list(caller.id, leadId, query);
    return new Listed(items, nextCursor);
  }

  /** Writes a note about a lead. */
  @Post()
  @HttpCode(201)
  add(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Body() { text }: WriteNote,
  ): Promise<LeadNote> {
    return this.notes.add(caller.id, leadId, text);
  }

  /** Changes the text of a note. */
  @Put(':noteId')
  change(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Param('noteId') noteId: string,
    @Body() { text }: WriteNote,
  ): Promise<LeadNote> {
    return this.notes.change(caller.id, { leadId, noteId }, text);
  }

  /** Deletes a note. */
  @Delete(':noteId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Param('noteId') noteId: string,
  ): Promise<NoteDeleted> {
    await this.notes.remove(caller.id, { leadId, noteId });
    return { deleted: true };
  }
}
