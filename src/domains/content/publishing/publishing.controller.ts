import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { instantOf } from '#platform/http/instant.validator';
import { ContentItem } from '../content.answers.dto.js';
import { Schedule, StatusChange } from './publishing.dto.js';
import { PublishingService } from './publishing.service.js';

@ApiTags('Content')
@Controller('api/content/:contentId')
export class PublishingController {
  constructor(private readonly publishing: PublishingService) {}

  /** Takes content a step on: draft, review, approved, published, archived; or back. Other steps are refused. */
  @Patch('status')
  @AlsoFails(409)
  move(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
    @Body() { status }: StatusChange,
  ): Promise<ContentItem> {
    return this.publishing.move(caller.id, contentId, status);
  }

  /** Schedules approved content, or schedules it anew; it is published when its time comes. */
  @Post('schedule')
  @HttpCode(200)
  schedule(
    @CurrentUser() caller: Caller,
    @Param('contentId') contentId: string,
    @Body() { scheduled_for }: Schedule,
  ): Promise<ContentItem> {
    return this.publishing.schedule(caller.id, contentId, instantOf(scheduled_for));
  }
}
