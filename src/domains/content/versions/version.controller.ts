import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { SavedContent } from '../content.answers.dto.js';
import { ContentVersion, VersionSummary } from './version.dto.js';
import { VersionService } from './version.service.js';

@ApiTags('Content')
@Controller('api/content/:contentId/versions')
export class VersionController {
  constructor(private readonly versions: VersionService) {}

  /** Lists the versions of a piece of content, the newest first. */
  @Get()
  @Lists(VersionSummary)
  async list(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
    @Query() query: PageQuery,
  ): Promise<Listed<VersionSummary>> {
    const { items, nextCursor } = await this.versions.list(caller.id, contentId, query);
    return new Listed(items, nextCursor);
  }

  /** Shows what a piece of content said in one version. */
  @Get(':version')
  get(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
    @Param('version') version: string,
  ): Promise<ContentVersion> {
    return this.versions.get(caller.id, contentId, version);
  }

  /** Makes a former version the present one; this is a new version too. */
  @Post(':version/restore')
  @HttpCode(200)
  restore(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
    @Param('version') version: string,
  ): Promise<SavedContent> {
    return this.versions.restore(caller.id, contentId, version);
  }
}
