import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { QueuedVideos, RunVideoCreator } from './video-creator.dto.js';
import { VideoCreator } from './video-creator.js';

@ApiTags('Workflows')
@Controller('workflows/ai-video-creator')
export class VideoCreatorController {
  constructor(private readonly creator: VideoCreator) {}

  /** Plans a video for each idea and has it made; the instances tell how far each is. */
  @Post('run')
  @HttpCode(200)
  @Answers('raw')
  @RateClass('generation')
  run(@CurrentUser() caller: Caller, @Body() { contentIdeas }: RunVideoCreator): Promise<QueuedVideos> {
    return this.creator.queue(caller.id, contentIdeas);
  }
}
