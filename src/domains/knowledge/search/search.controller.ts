import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { KnowledgeService } from './knowledge.service.js';
import { KnowledgePassage, SearchKnowledge } from './search.dto.js';

@ApiTags('Knowledge')
@Controller('api/knowledge/search')
export class SearchController {
  constructor(private readonly knowledge: KnowledgeService) {}

  /** Finds the passages of your documents that answer a question, best first. */
  @Post()
  @HttpCode(200)
  search(@CurrentUser() caller: Caller, @Body() question: SearchKnowledge): Promise<KnowledgePassage[]> {
    return this.knowledge.search(caller.id, question);
  }
}
