import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  Alignment,
  AlignmentQuery,
  AlignmentSummary,
  AlignmentSummaryQuery,
  TrackAlignment,
} from './alignment.dto.js';
import { AlignmentService } from './alignment.service.js';

@ApiTags('Brand')
@Controller('api/brand')
export class AlignmentController {
  constructor(private readonly alignments: AlignmentService) {}

  /** Keeps the score that a text was given. */
  @Post('track-alignment')
  @HttpCode(201)
  track(@CurrentUser() caller: Caller, @Body() alignment: TrackAlignment): Promise<Alignment> {
    return this.alignments.track(caller.id, alignment);
  }

  /** Lists the scores that texts were given, newest first. */
  @Get('alignments')
  @Lists(Alignment)
  async list(@CurrentUser() caller: Caller, @Query() query: AlignmentQuery): Promise<Listed<Alignment>> {
    const { items, nextCursor } = await this.alignments.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Takes the scores of the last days together. */
  @Get('alignments/summary')
  summary(@CurrentUser() caller: Caller, @Query() query: AlignmentSummaryQuery): Promise<AlignmentSummary> {
    return this.alignments.summary(caller.id, query);
  }
}
