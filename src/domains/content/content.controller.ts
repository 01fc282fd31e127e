import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  ContentItem,
  DeletedContent,
  LibraryItem,
  MeasuredText,
  SavedContent,
} from './content.answers.dto.js';
import { ContentChanges, LibraryQuery, NewContent, SimilarQuery, TextToMeasure } from './content.dto.js';
import { ContentService } from './content.service.js';
import { ContentMeasures, SimilarContent } from './measures/measures.dto.js';

@ApiTags('Content')
@Controller('api/content')
export class ContentController {
  constructor(private readonly content: ContentService) {}

  /** Lists your content, written and generated, newest first. */
  @Get('library')
  @Lists(LibraryItem)
  async list(@Query() query: LibraryQuery): Promise<Listed<LibraryItem>> {
    const page = await this.content.list(query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Makes a piece of content, as a draft, and tells what in your library nearly says the same. */
  @Post(['create', ''])
  create(
    @CurrentUser() caller: Caller,
    @Body() { type, content_type, ...piece }: NewContent,
  ): Promise<SavedContent> {
    return this.content.create(caller.id, { ...piece, content_type: (type ?? content_type) as string });
  }

  /** Measures a text by fixed rules: how it reads, how it stands with search engines, what it resembles. Nothing is kept. */
  @Post('measure')
  @HttpCode(200)
  measure(@CurrentUser() caller: Caller, @Body() text: TextToMeasure): Promise<MeasuredText> {
    return this.content.measureText(caller.id, text);
  }

  /** Shows one piece of content. */
  @Get(':contentId')
  get(@CurrentUser() caller: Caller, @Param('contentId') contentId: string): Promise<ContentItem> {
    return this.content.get(caller.id, contentId);
  }

  /** Changes what is given; other words make a new version, and what was approved with other words a draft again. */
  @Put(':contentId')
  change(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
    @Body() changes: ContentChanges,
  ): Promise<SavedContent> {
    return this.content.change(caller.id, contentId, changes);
  }

  /** Deletes a piece of content and all its versions. */
  @Delete(':contentId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
  ): Promise<DeletedContent> {
    return { deleted: true, id: await this.content.remove(caller.id, contentId) };
  }

  /** Makes a draft with the same words. */
  @Post(':contentId/copy')
  copy(@CurrentUser() caller: Caller, @Param('contentId') contentId: string): Promise<SavedContent> {
    return this.content.copy(caller.id, contentId);
  }

  /** Measures a piece of content by fixed rules, and says what each check found. */
  @Get(':contentId/measures')
  measures(@CurrentUser() caller: Caller, @Param('contentId') contentId: string): Promise<ContentMeasures> {
    return this.content.measures(caller.id, contentId);
  }

  /** Finds what in your library resembles a piece of content, the most similar first; at most ten. */
  @Get(':contentId/similar')
  similar(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
    @Query() { least }: SimilarQuery,
  ): Promise<SimilarContent[]> {
    return this.content.similarTo(caller.id, contentId, least / 100);
  }
}
