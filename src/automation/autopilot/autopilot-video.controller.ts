import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AutopilotOutcome, AutopilotVideo } from './autopilot-video.dto.js';
import { AutopilotVideos } from './autopilot-video.service.js';

@ApiTags('AI video')
@Controller('ai-video')
@Answers('raw')
export class AutopilotVideoController {
  constructor(private readonly videos: AutopilotVideos) {}

  /** Plans a video for a campaign and has it made: five in seven days at most, and as far as the campaign's budget goes. */
  @Post(['autopilot-generate', 'autopilot'])
  @HttpCode(200)
  @RateClass('generation')
  @AlsoFails(403, 404)
  make(@CurrentUser() caller: Caller, @Body() wanted: AutopilotVideo): Promise<AutopilotOutcome> {
    return this.videos.make(caller.id, wanted);
  }
}
