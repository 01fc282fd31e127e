import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { HistoryAnswer, ResearchDeletedAnswer, ResearchItemAnswer } from './keyword-research.answers.dto.js';
import { HistoryQuery } from './keyword-research.dto.js';
import { KeywordResearchService } from './keyword-research.service.js';

@ApiTags('Keyword research')
@Controller(['api/keywords/history', 'api/keyword-research/history'])
@Answers('success')
export class KeywordHistoryController {
  constructor(private readonly keywords: KeywordResearchService) {}

  /** Lists your keyword researches, newest first. */
  @Get()
  async list(@CurrentUser() caller: Caller, @Query() page: HistoryQuery): Promise<HistoryAnswer> {
    const { items, nextCursor } = await this.keywords.history(caller.id, page);
    return { data: items, next_cursor: nextCursor };
  }

  /** Reads one research with what it found then. */
  @Get(':researchId')
  async get(
    @CurrentUser() caller: Caller,
    @Param('researchId') researchId: string,
  ): Promise<ResearchItemAnswer> {
    return { data: await this.keywords.get(caller.id, researchId) };
  }

  /** Deletes one research. */
  @Delete(':researchId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('researchId') researchId: string,
  ): Promise<ResearchDeletedAnswer> {
    await this.keywords.remove(caller.id, researchId);
    return { data: { deleted: true } };
  }
}
