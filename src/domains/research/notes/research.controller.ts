import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Research, ResearchDeleted } from './research.dto.js';
import { ResearchService } from './research.service.js';

@ApiTags('Research')
@Controller('api/research')
export class ResearchController {
  constructor(private readonly research: ResearchService) {}

  /** Lists your research, newest first. */
  @Get()
  @Lists(Research)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Research>> {
    const { items, nextCursor } = await this.research.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Reads one piece of research with its sources. */
  @Get(':researchId')
  get(@CurrentUser() caller: Caller, @Param('researchId') researchId: string): Promise<Research> {
    return this.research.get(caller.id, researchId);
  }

  /** Deletes research for good; the pages it leans on stay. */
  @Delete(':researchId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('researchId') researchId: string,
  ): Promise<ResearchDeleted> {
    await this.research.remove(caller.id, researchId);
    return { deleted: true };
  }
}
