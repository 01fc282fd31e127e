import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { TaggedLeads, TagLeads } from './tag.dto.js';
import { TagService } from './tag.service.js';

@ApiTags('Leads')
@Controller('api/leads')
export class TagController {
  constructor(private readonly tags: TagService) {}

  /** Puts tags on up to 1,000 leads and takes others off; the tags not named stay. */
  @Post('tags')
  @HttpCode(200)
  change(@CurrentUser() caller: Caller, @Body() wanted: TagLeads): Promise<TaggedLeads> {
    return this.tags.change(caller.id, wanted);
  }
}
