import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { TimelineQuery } from '../timeline/timeline.dto.js';
import { LeadScore, ScoreChange, ScoredLeads, ScoreLeads, SetScore } from './score.dto.js';
import { ScoreService } from './score.service.js';

@ApiTags('Lead scores')
@Controller('api/leads')
export class ScoreController {
  constructor(private readonly scores: ScoreService) {}

  /** Scores up to 1,000 leads by the rules in force, or, when none is named, all of them in the background. */
  @Post('score')
  @HttpCode(200)
  score(@CurrentUser() caller: Caller, @Body() { lead_ids }: ScoreLeads): Promise<ScoredLeads> {
    return this.scores.score(caller.id, lead_ids);
  }

  /** Tells a lead's score and why it is so: which rule, how many points, since when, on what evidence. */
  @Get(':leadId/score')
  explain(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<LeadScore> {
    return this.scores.explain(caller.id, leadId);
  }

  /** Sets a score by hand; nothing but you changes it until it is released. */
  @Put(':leadId/score')
  set(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Body() { score }: SetScore,
  ): Promise<LeadScore> {
    return this.scores.set(caller.id, leadId, score);
  }

  /** Gives a score that was set by hand back to the rules. */
  @Post(':leadId/score/release')
  @HttpCode(200)
  release(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<LeadScore> {
    return this.scores.release(caller.id, leadId);
  }

  /** Lists what a lead's score has been, newest first. */
  @Get(':leadId/score/history')
  @Lists(ScoreChange)
  async history(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Query() query: TimelineQuery,
  ): Promise<Listed<ScoreChange>> {
    const { items, nextCursor } = await this.scores.history(caller.id, leadId, query);
    return new Listed(items, nextCursor);
  }
}
