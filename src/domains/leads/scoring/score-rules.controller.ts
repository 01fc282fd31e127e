import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { TimelineQuery } from '../timeline/timeline.dto.js';
import { DraftDropped, ScoreDraft, ScoreRun, ScoreVersion } from './score.dto.js';
import { ScoreRulesService } from './score-rules.service.js';
import { ScoreRunService } from './score-run.service.js';

@ApiTags('Lead scores')
@Controller('api/leads/scoring')
export class ScoreRulesController {
  constructor(
    private readonly rules: ScoreRulesService,
    private readonly runs: ScoreRunService,
  ) {}

  /** Reads the rules in force: those you have published, or the default ones. */
  @Get('rules')
  current(@CurrentUser() caller: Caller): Promise<ScoreVersion> {
    return this.rules.current(caller.id);
  }

  /** Lists the rules you have ever published, newest first. */
  @Get('rules/versions')
  @Lists(ScoreVersion)
  async versions(
    @CurrentUser() caller: Caller,
    @Query() query: TimelineQuery,
  ): Promise<Listed<ScoreVersion>> {
    const { items, nextCursor } = await this.rules.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Reads your draft. */
  @Get('rules/draft')
  draft(@CurrentUser() caller: Caller): Promise<ScoreVersion> {
    return this.rules.draft(caller.id);
  }

  /** Writes the draft; nothing is scored by it until it is published. */
  @Put('rules/draft')
  writeDraft(@CurrentUser() caller: Caller, @Body() draft: ScoreDraft): Promise<ScoreVersion> {
    return this.rules.writeDraft(caller.id, draft);
  }

  /** Throws the draft away. */
  @Delete('rules/draft')
  async dropDraft(@CurrentUser() caller: Caller): Promise<DraftDropped> {
    await this.rules.dropDraft(caller.id);
    return { deleted: true };
  }

  /** Puts the draft in force: all leads are scored by it, and from now on every lead that changes. */
  @Post('rules/draft/publish')
  @HttpCode(200)
  publish(@CurrentUser() caller: Caller): Promise<ScoreVersion> {
    return this.rules.publish(caller.id);
  }

  /** Scores all your leads by the rules in force, in the background. */
  @Post('runs')
  @HttpCode(202)
  start(@CurrentUser() caller: Caller): Promise<ScoreRun> {
    return this.runs.start(caller.id);
  }

  /** Lists the times all your leads were scored, newest first. */
  @Get('runs')
  @Lists(ScoreRun)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<ScoreRun>> {
    const { items, nextCursor } = await this.runs.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Tells how far scoring has come. */
  @Get('runs/:runId')
  get(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<ScoreRun> {
    return this.runs.get(caller.id, runId);
  }

  /** Stops scoring; what has been scored so far stays so. */
  @Post('runs/:runId/cancel')
  @HttpCode(200)
  cancel(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<ScoreRun> {
    return this.runs.cancel(caller.id, runId);
  }
}
