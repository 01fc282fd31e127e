import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import {
  AnalysisAnswer,
  CompetitorResearchAnswer,
  SeedResearchAnswer,
  SuggestionAnswer,
  TrendingResearchAnswer,
} from './keyword-research.answers.dto.js';
import {
  AnalysisRequest,
  CompetitorRequest,
  ResearchRequest,
  SuggestionQuery,
  TrendingRequest,
} from './keyword-research.dto.js';
import { KeywordResearchService } from './keyword-research.service.js';

/** The documented prefix and the one clients call. */
@ApiTags('Keyword research')
@Controller(['api/keywords', 'api/keyword-research'])
@RateClass('generation')
@Answers('success')
export class KeywordResearchController {
  constructor(private readonly keywords: KeywordResearchService) {}

  /** Finds figures of up to 50 seed keywords, and words near them. */
  @Post('research')
  @HttpCode(200)
  async research(
    @CurrentUser() caller: Caller,
    @Body() request: ResearchRequest,
  ): Promise<SeedResearchAnswer> {
    return { data: await this.keywords.research(caller.id, request) };
  }

  /** Finds what brings searchers to a competitor's site. */
  @Post('competitor')
  @HttpCode(200)
  async competitor(
    @CurrentUser() caller: Caller,
    @Body() request: CompetitorRequest,
  ): Promise<CompetitorResearchAnswer> {
    return { data: await this.keywords.competitor(caller.id, request) };
  }

  /** Finds what is searched for more and more around an industry. */
  @Post('trending')
  @HttpCode(200)
  async trending(
    @CurrentUser() caller: Caller,
    @Body() request: TrendingRequest,
  ): Promise<TrendingResearchAnswer> {
    return { data: await this.keywords.trending(caller.id, request) };
  }

  /** Says how hard up to 50 keywords are, and which others are near them. */
  @Post('analyze')
  @HttpCode(200)
  @Answers('status')
  async analyze(@CurrentUser() caller: Caller, @Body() request: AnalysisRequest): Promise<AnalysisAnswer> {
    return { analysis: await this.keywords.analyze(caller.id, request) };
  }

  /** Suggests longer phrases that hold a keyword. */
  @Get('suggestions')
  @Answers('raw')
  @AlsoFails(422)
  suggestions(@CurrentUser() caller: Caller, @Query() query: SuggestionQuery): Promise<SuggestionAnswer> {
    return this.keywords.suggestions(caller.id, query);
  }
}
