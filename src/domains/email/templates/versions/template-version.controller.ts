import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { NewTemplateVersion } from '../email-template.dto.js';
import {
  RestoreTemplateVersion,
  ScoredTemplateVersion,
  TemplateDiff,
  TemplateDiffQuery,
  TemplateVersion,
} from './template-version.dto.js';
import { TemplateVersionService } from './template-version.service.js';

@ApiTags('E-mail')
@Controller('api/email/templates/:templateId/versions')
export class TemplateVersionController {
  constructor(private readonly versions: TemplateVersionService) {}

  /** Lists the revisions of a template, the newest first; a template that comes with the product has none. */
  @Get()
  @Lists(ScoredTemplateVersion)
  async list(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Query() query: PageQuery,
  ): Promise<Listed<ScoredTemplateVersion>> {
    const { items, nextCursor } = await this.versions.list(caller.id, templateId, query);
    return new Listed(items, nextCursor);
  }

  /** Saves a revision as a draft; what is left out is taken from the one that was saved last. */
  @Post()
  @HttpCode(201)
  add(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Body() given: NewTemplateVersion,
  ): Promise<TemplateVersion> {
    return this.versions.add(caller.id, templateId, given);
  }

  /** Shows one revision. */
  @Get(':version')
  get(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Param('version') version: string,
  ): Promise<ScoredTemplateVersion> {
    return this.versions.get(caller.id, templateId, version);
  }

  /** Tells what changed in a revision, part by part and line by line. */
  @Get(':version/diff')
  diff(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Param('version') version: string,
    @Query() { against }: TemplateDiffQuery,
  ): Promise<TemplateDiff> {
    return this.versions.diff(caller.id, templateId, version, against);
  }

  /** Makes a former revision the present one; this is a new revision too. */
  @Post(':version/restore')
  @HttpCode(200)
  restore(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Param('version') version: string,
    @Body() { draft = false }: RestoreTemplateVersion,
  ): Promise<TemplateVersion> {
    return this.versions.restore(caller.id, templateId, version, draft);
  }

  /** Makes a revision live: what is sent from now on is made from it, and what is planned already is not. */
  @Post(':version/publish')
  @HttpCode(200)
  publish(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Param('version') version: string,
  ): Promise<TemplateVersion> {
    return this.versions.publish(caller.id, templateId, version);
  }
}
