import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Scrape, ScrapeDeleted, ScrapeDetails } from './scrape.dto.js';
import { ScrapeService } from './scrape.service.js';

@ApiTags('Scraper')
@Controller('api/scraper/results')
export class ScrapeController {
  constructor(private readonly scrapes: ScrapeService) {}

  /** Lists what was read for you, newest first, also what could not be read. */
  @Get()
  @Lists(Scrape)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Scrape>> {
    const { items, nextCursor } = await this.scrapes.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Reads one result with what was found. */
  @Get(':resultId')
  get(@CurrentUser() caller: Caller, @Param('resultId') resultId: string): Promise<ScrapeDetails> {
    return this.scrapes.get(caller.id, resultId);
  }

  /** Deletes a result for good; research that leans on it keeps address, time, hash and excerpt. */
  @Delete(':resultId')
  async remove(@CurrentUser() caller: Caller, @Param('resultId') resultId: string): Promise<ScrapeDeleted> {
    await this.scrapes.remove(caller.id, resultId);
    return { deleted: true };
  }
}
