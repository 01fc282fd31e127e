import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { DuplicateService } from './duplicate.service.js';
import {
  LeadMerge,
  MergeDone,
  MergeLeads,
  MergePreview,
  MergeUndone,
  PossibleDuplicate,
} from './merge.dto.js';
import { MergeService } from './merge.service.js';

@ApiTags('Leads')
@Controller('api/leads')
export class MergeController {
  constructor(
    private readonly merges: MergeService,
    private readonly duplicates: DuplicateService,
  ) {}

  /** Lists your merges, newest first. */
  @Get('merges')
  @Lists(LeadMerge)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<LeadMerge>> {
    const { items, nextCursor } = await this.merges.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Tells what a merge would make of leads, field by field; nothing changes. */
  @Post('merges/preview')
  @HttpCode(200)
  preview(@CurrentUser() caller: Caller, @Body() wanted: MergeLeads): Promise<MergePreview> {
    return this.merges.preview(caller.id, wanted);
  }

  /** Makes one lead of several that are one person; it can be undone. */
  @Post('merges')
  @HttpCode(201)
  merge(@CurrentUser() caller: Caller, @Body() wanted: MergeLeads): Promise<MergeDone> {
    return this.merges.merge(caller.id, wanted);
  }

  /** Undoes a merge: the leads are there again, and what was changed since in the one that stayed is kept. */
  @Post('merges/:mergeId/undo')
  @HttpCode(200)
  undo(@CurrentUser() caller: Caller, @Param('mergeId') mergeId: string): Promise<MergeUndone> {
    return this.merges.undo(caller.id, mergeId);
  }

  /** Finds leads that may be the same person as this one, by phone number, name and mailbox; the likeliest first. */
  @Get(':leadId/duplicates')
  duplicatesOf(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<PossibleDuplicate[]> {
    return this.duplicates.of(caller.id, leadId);
  }
}
